using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>Dead letters over <c>/api</c> while the database refuses.</summary>
public sealed class DeadLetterApiTests(PostgresServer server) : IAsyncDisposable
{
    private readonly string schema = server.NewSchema();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"drop schema if exists {schema} cascade");

    [Theory]
    [InlineData("body")]
    [InlineData("is_replaying")]
    public async Task What_cannot_be_read_at_the_moment_is_answered_with_503_and_not_with_empty_records(string column)
    {
        await using var receiver = await Receiver.StartAsync(server.ConnectionString(), schema, static (_, _) => throw new PermanentFailureException("never"));
        using var client = receiver.Client();
        Assert.True(await receiver.AcceptAsync(Bodies.Of("a", "15550000001")));
        await Handling.UntilAsync(() => server.ReadAsync<long>($"select count(*) from {schema}.dead_letter").Result is 1, Token);
        var letter = (await client.GetFromJsonAsync<JsonElement>("/api/dead-letters", Token)).GetProperty("dead_letters")[0];
        var one = $"/api/dead-letters/{letter.GetProperty("id").GetString()}";

        // What a dead letter is read with, or what they are listed with.
        await server.ExecuteAsync($"alter table {schema}.dead_letter rename column {column} to gone");

        foreach (var path in (string[])["/api/dead-letters", one, $"{one}?content=false"])
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
            Assert.Equal((path, HttpStatusCode.ServiceUnavailable), (path, answer.StatusCode));
        }

        await server.ExecuteAsync($"alter table {schema}.dead_letter rename column gone to {column}");
        Assert.Equal(letter.GetRawText(), (await client.GetFromJsonAsync<JsonElement>($"{one}?content=false", Token)).GetRawText());
    }
}
