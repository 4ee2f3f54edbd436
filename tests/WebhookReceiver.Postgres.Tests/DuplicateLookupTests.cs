using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>What it costs to ask whether an event is a duplicate, in pages of the database: that does not depend on the machine. <c>WHATSAPP_NIGHTLY=1</c> asks ten million events.</summary>
[Trait("row", "P10")]
public sealed class DuplicateLookupTests(PostgresServer server) : IAsyncDisposable
{
    private const int Asked = 128;

    private readonly string schema = server.NewSchema();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Events => Environment.GetEnvironmentVariable("WHATSAPP_NIGHTLY") is "1" ? 10_000_000 : 100_000;

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"drop schema if exists {schema} cascade");

    [Fact]
    public async Task A_look_up_reads_a_handful_of_pages_however_many_events_are_known()
    {
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        var empty = await PagesAsync(instance);
        await server.ExecuteAsync($"""
            insert into {schema}.outcome (day, at, slot, epoch, n, key, kind)
            select (clock_timestamp() at time zone 'UTC')::date, clock_timestamp(), n % 256, 1, n, lpad(to_hex(n::bigint * 2654435761 % 4294967296), 32, '0')::uuid, 8 from generate_series(1, {Events}) n
            """);
        var full = await PagesAsync(instance);

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{empty} pages for each event with an empty table, {full} with {Events} events"));

        // From the root of the index to a leaf, and the row.
        Assert.InRange(full - empty, 0, 6);
    }

    /// <summary>The pages that the question about one event reads, when half of them are known; without beginning any.</summary>
    private static async Task<double> PagesAsync(Instance instance)
    {
        await using var connection = await instance.Database.OpenKeptAsync(Token);
        await using var command = instance.Database.Command(connection, "explain (analyze, buffers, format json) " + OutcomeWriter.Ask);
        var numbers = Enumerable.Range(1, Asked).Select(static number => number % 2 is 0 ? number : number + Events).ToList();
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 0 });
        command.Parameters.Add(Array(NpgsqlDbType.Smallint, numbers.ConvertAll(static number => (short)(number % 256))));
        command.Parameters.Add(Array(NpgsqlDbType.Bigint, numbers.ConvertAll(static _ => 1L)));
        command.Parameters.Add(Array(NpgsqlDbType.Bigint, numbers.ConvertAll(static number => (long)number)));
        command.Parameters.Add(Array(NpgsqlDbType.Uuid, numbers.ConvertAll(KeyOf)));
        command.Parameters.Add(Array(NpgsqlDbType.Text, numbers.ConvertAll(static _ => (string?)null)));
        command.Parameters.Add(Array(NpgsqlDbType.Boolean, numbers.ConvertAll(static _ => false)));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = TimeSpan.FromDays(1), NpgsqlDbType = NpgsqlDbType.Interval });
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync(Token))!);
        var root = plan.RootElement[0].GetProperty("Plan");
        return (root.GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Shared Read Blocks").GetInt64()) / (double)Asked;
    }

    /// <summary>Keys that are spread over the index, as the statement of the test makes them.</summary>
    private static Guid KeyOf(int number) => Guid.ParseExact((number * 2654435761L % 4294967296L).ToString("x32", CultureInfo.InvariantCulture), "N");

    private static NpgsqlParameter Array(NpgsqlDbType element, object values) => new() { NpgsqlDbType = NpgsqlDbType.Array | element, Value = values };
}
