using System.Globalization;
using System.Text.Json;
using Npgsql;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;
using WebhookReceiver.Parsing;
using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>A search by term: from the table <c>term</c>, from the rows that are not in it yet, and from those that an earlier version has stored.</summary>
public sealed class FindingTests(PostgresServer server) : IAsyncDisposable
{
    private readonly string schema = server.NewSchema();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Many => Environment.GetEnvironmentVariable("WHATSAPP_NIGHTLY") is "1" ? 5_000_000 : 100_000;

    public async ValueTask DisposeAsync() => await server.ExecuteAsync($"drop schema if exists {schema} cascade");

    [Fact]
    public async Task A_delivery_that_is_in_the_index_is_found_by_it_alone_and_no_other_is_read()
    {
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        var sent = await AcceptAsync(instance, 30);

        await IndexAsync(instance);

        // So that nobody can find anything in the rows themselves.
        await server.ExecuteAsync($"update {schema}.inbox set terms = '{{}}'");

        foreach (var delivery in sent)
        {
            Assert.All(TermsOf(delivery), term => Assert.Equal(delivery.Id, Assert.Single(Find(instance, term)).Delivery.Id));
        }
    }

    [Fact]
    public async Task A_delivery_that_is_not_in_the_index_yet_is_found_and_no_other_is_read()
    {
        await using var held = await HoldIndexAsync();
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        var sent = await AcceptAsync(instance, 30);

        await IndexAsync(instance);

        Assert.Equal(0, await server.ReadAsync<long>($"select count(*) from {schema}.term"));
        Assert.All(sent, delivery => Assert.All(TermsOf(delivery), term => Assert.Equal(delivery.Id, Assert.Single(Find(instance, term)).Delivery.Id)));
    }

    [Fact]
    public async Task A_delivery_of_several_conversations_is_found_once_by_the_terms_of_each()
    {
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        var delivery = Instance.DeliveryOf(Bodies.Of("a", [.. Enumerable.Range(1, 20).Select(static number => $"1555000{number:0000}")]));
        Assert.True(await instance.Inbox.AcceptAsync(delivery));

        Assert.All(TermsOf(delivery), term => Assert.Equal(delivery.Id, Assert.Single(Find(instance, term)).Delivery.Id));
        await IndexAsync(instance);
        await server.ExecuteAsync($"update {schema}.inbox set terms = '{{}}'");
        Assert.All(TermsOf(delivery), term => Assert.Equal(delivery.Id, Assert.Single(Find(instance, term)).Delivery.Id));
    }

    [Fact]
    public async Task Two_instances_do_not_index_a_delivery_twice()
    {
        await using var first = await Instance.StartAsync(server.ConnectionString(), schema);
        await using var second = await Instance.StartAsync(server.ConnectionString(), schema);
        var sent = await AcceptAsync(first, 30);

        await IndexAsync(first);
        await second.Terms.RunAsync(Token);

        Assert.Equal(sent.Sum(static delivery => TermsOf(delivery).Distinct().Count()), await server.ReadAsync<long>($"select sum(cardinality(terms)) from {schema}.term"));
    }

    [Fact]
    public async Task Many_that_are_not_in_the_index_yet_are_all_looked_at()
    {
        const int Count = 45_000;
        await using var held = await HoldIndexAsync();
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);

        // In two slots, the body in the row of the second; but the first delivery is in one, so that a portion ends between the rows of a delivery.
        await StoreAsync(Count, "case when p = 1 then array[n] end", "2 hours", "cross join generate_series(0, 1) p where n > 1 or p = 1");

        foreach (var number in (int[])[1, 9_999, 10_000, 10_001, 20_000, 20_001, 30_000, Count])
        {
            Assert.Single(Find(instance, Term(number)));
        }
    }

    [Fact]
    [Trait("row", "P10")]
    public async Task A_search_reads_a_page_for_every_ten_thousand_deliveries()
    {
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        await StoreAsync(Many, "array[hashint4(n), hashint4(n + 100000000), hashint4(n + 200000000), hashint4(n + 300000000), n]", "3 hours");
        await instance.Terms.RunAsync(Token);
        await server.ExecuteAsync($"vacuum analyze {schema}.inbox");
        await server.ExecuteAsync($"vacuum analyze {schema}.term");
        var search = new DeliverySearch { Term = Term(Many / 2) };

        var pages = await PagesAsync(instance, search);

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pages} pages with {Many} deliveries"));
        Assert.Single(Find(instance, search.Term.Value));
        Assert.InRange(pages, 1, (2 * Many / TermIndex.Portion) + 60);
    }

    [Fact]
    [Trait("row", "P10")]
    public async Task What_an_earlier_version_has_stored_and_stores_beside_this_one_is_found()
    {
        // The schema as the version before made it, with what it stored.
        await MigrateToAsync(4);
        await server.ExecuteAsync($"""
            select {schema}.keep_days(2);
            insert into {schema}.instance (id, name, lease_until) values (7, 'earlier', now() + interval '1 hour');
            insert into {schema}.writer (id, instance) values (7, 7);
            """);
        await StoreAsEarlierAsync(1, 300);

        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        await StoreAsEarlierAsync(301, 310);
        var sent = await AcceptAsync(instance, 5);
        Assert.Equal(310, Find(instance, Term(99)).Count);
        Assert.Equal(311, Find(instance, TermsOf(sent[0])[0]).Count);

        await IndexAsync(instance);
        await StoreAsEarlierAsync(311, 320);
        Assert.Equal(321, Find(instance, TermsOf(sent[0])[0]).Count);

        // Its days have been dropped.
        await server.ExecuteAsync($"delete from {schema}.inbox where writer = 7; update {schema}.writer set closed_at = now(), retired_at = now() where id = 7");
        await instance.Maintenance.RunAsync(Token);
        await instance.Terms.RunAsync(Token);
        Assert.Equal(0, await server.ReadAsync<long>($"select count(*) from {schema}.term_cursor where unknown_until is not null"));
        Assert.Single(Find(instance, TermsOf(sent[0])[0]));
    }

    [Fact]
    public async Task A_page_goes_on_where_the_one_before_ended_and_keeps_the_order()
    {
        await using var instance = await Instance.StartAsync(server.ConnectionString(), schema);
        var term = SearchTerms.OfParticipant("15550000001");
        var first = await AcceptAsync(instance, 250, "15550000001");
        await IndexAsync(instance);
        var second = await AcceptAsync(instance, 20, "15550000001");

        var all = Find(instance, term);
        var rest = await instance.Operations.FindAsync(new DeliverySearch { Term = term, UpTo = all[100].Delivery.Position }, Token).ToListAsync(Token);

        Assert.Equal(first.Concat(second).Reverse().Select(static one => one.Id), all.Select(static one => one.Delivery.Id));
        Assert.Equal(all.Skip(100).Select(static one => one.Delivery.Id), rest.Select(static one => one.Delivery.Id));
    }

    [Fact]
    public async Task Who_was_erased_is_found_by_no_term()
    {
        const string User = "15550000001";
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(server.ConnectionString(), schema, (_, _) =>
        {
            handled.TrySetResult();
            return Task.CompletedTask;
        });
        Assert.True(await receiver.AcceptAsync(Bodies.Of("a", User)));
        await handled.Task.WaitAsync(Token);
        await AgeAsync();
        await receiver.Terms.RunAsync(Token);
        await server.ExecuteAsync($"update {schema}.inbox set terms = '{{}}'");
        var found = Assert.Single((await receiver.Operators.FindEventsAsync(new EventSearch { User = User }, 10, cancellationToken: Token)).Events);
        EventSearch[] searches = [new() { User = User }, new() { Wamid = found.MessageId }, new() { Key = found.Key }, new() { Delivery = found.DeliveryId }, new() { Conversation = found.Conversation }];

        foreach (var search in searches)
        {
            Assert.Single((await receiver.Operators.FindEventsAsync(search, 10, cancellationToken: Token)).Events);
        }

        Assert.Single(await receiver.Operators.FindEventAsync(found.Key, cancellationToken: Token));
        await receiver.Operators.EraseAsync(User, Token);

        foreach (var search in searches)
        {
            Assert.Empty((await receiver.Operators.FindEventsAsync(search, 10, cancellationToken: Token)).Events);
        }

        Assert.Empty(await receiver.Operators.FindEventAsync(found.Key, cancellationToken: Token));
    }

    [Fact]
    public async Task Who_was_erased_while_an_event_of_theirs_was_open_gets_no_dead_letter_and_its_story_ends()
    {
        const string User = "15550000001";
        var block = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(server.ConnectionString(), schema, async (_, _) =>
        {
            await block.Task;
            throw new PermanentFailureException("no");
        });
        Assert.True(await receiver.AcceptAsync(Bodies.Of("a", User)));

        await receiver.Operators.EraseAsync(User, Token);
        block.SetResult();
        await Handling.UntilAsync(() => server.ReadAsync<long>($"select count(*) from {schema}.outcome where kind = {(int)OutcomeKind.Settled}").GetAwaiter().GetResult() is 1, Token);

        Assert.Equal(0, await server.ReadAsync<long>($"select count(*) from {schema}.dead_letter"));
        Assert.Equal(1, await server.ReadAsync<long>($"select count(*) from {schema}.outcome where kind = {(int)OutcomeKind.LetterWritten}"));
        Assert.Equal(1, await server.ReadAsync<long>($"select count(*) from {schema}.outcome where kind = {(int)OutcomeKind.LetterRemoved} and detail like '%;{(int)DeadLetterRemoval.Erased};%'"));
    }

    private static async Task<List<Delivery>> AcceptAsync(Instance instance, int count, string? user = null)
    {
        var sent = Enumerable.Range(0, count).Select(number => Instance.DeliveryOf(Bodies.Of($"{Guid.NewGuid():N}", user ?? $"1555{number:0000000}"))).ToList();

        foreach (var delivery in sent)
        {
            Assert.True(await instance.Inbox.AcceptAsync(delivery));
        }

        return sent;
    }

    private async Task IndexAsync(Instance instance)
    {
        await AgeAsync();
        await instance.Terms.RunAsync(Token);
    }

    /// <summary>A portion that is not full is due when it is an hour old.</summary>
    private Task AgeAsync() => server.ExecuteAsync($"update {schema}.inbox set received_at = received_at - interval '2 hours'");

    /// <summary>As an instance does that is copying for a long time.</summary>
    private async Task<NpgsqlConnection> HoldIndexAsync()
    {
        var connection = new NpgsqlConnection(server.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var held = new NpgsqlCommand($"select pg_advisory_lock(hashtext('whatsapp-webhook-receiver/{schema}'), 3)", connection);
        await held.ExecuteNonQueryAsync(Token);
        return connection;
    }

    /// <summary>Stores deliveries of a writer without bodies, of which only the terms matter.</summary>
    private Task StoreAsync(int count, string terms, string age, string more = "") => server.ExecuteAsync($"""
        insert into {schema}.writer (id, instance) values (7, 7);
        insert into {schema}.inbox (day, writer, seq, slot, received_at, endpoint, trace, slots, body, terms)
        select (clock_timestamp() at time zone 'UTC')::date, 7, n, {(more.Length > 0 ? "p" : "0")}, now() - interval '{age}' + n * interval '1 microsecond', 'default', gen_random_uuid(),
            {(more.Length > 0 ? "'\\x01'::bytea" : "'\\x00'::bytea")}, ''::bytea, {terms}
        from generate_series(1, {count}) n {more};
        """);

    /// <summary>With the statement of the version before, which names no terms.</summary>
    private Task StoreAsEarlierAsync(int from, int to) => server.ExecuteAsync($"""
        insert into {schema}.inbox (day, writer, seq, slot, received_at, endpoint, trace, slots, body)
        select (clock_timestamp() at time zone 'UTC')::date, 7, n, 0, clock_timestamp(), 'default', gen_random_uuid(), '\x00', ''::bytea from generate_series({from}, {to}) n
        """);

    private async Task MigrateToAsync(int version)
    {
        await using var instance = Instance.Create(server.ConnectionString(), schema);
        await server.ExecuteAsync($"create schema {schema}; create table {schema}.schema_version (version int primary key, applied_at timestamptz not null default clock_timestamp())");

        for (var number = 1; number <= version; number++)
        {
            await using var file = typeof(Migrator).Assembly.GetManifestResourceStream(number.ToString("0000", CultureInfo.InvariantCulture) + ".sql")!;
            using var reader = new StreamReader(file);
            await server.ExecuteAsync(instance.Database.Sql(await reader.ReadToEndAsync(Token)) + $"; insert into {schema}.schema_version (version) values ({number})");
        }
    }

    private static List<StoredDelivery> Find(Instance instance, ulong term) =>
        instance.Operations.FindAsync(new DeliverySearch { Term = term }, Token).ToBlockingEnumerable(Token).ToList();

    private static List<ulong> TermsOf(Delivery delivery)
    {
        var terms = new List<ulong> { SearchTerms.OfDelivery(delivery.Id) };
        Assert.All(DeliveryParser.Reread(delivery), message => SearchTerms.Add(message, terms));
        return terms;
    }

    /// <summary>One that is stored as this number.</summary>
    private static ulong Term(int stored) => (ulong)(uint)stored << 32;

    /// <summary>The pages that are read for a window of a day.</summary>
    private async Task<long> PagesAsync(Instance instance, DeliverySearch search)
    {
        var known = await KnownTerms.ReadAsync(new StoreReading(instance.Database), StoredTerm.Of(search.Term!.Value), Token);
        var now = await server.ReadAsync<DateTime>("select clock_timestamp()");
        await using var explain = instance.Database.Command(
            "explain (analyze, buffers, format json) " + DeliveryFinder.StatementFor(search, isKnown: true, isIncluded: true),
            [new DateTimeOffset(now.AddDays(-1)), new DateTimeOffset(now), long.MaxValue, long.MaxValue, false, .. known.Parameters]);
        using var plan = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync(Token))!);
        var root = plan.RootElement[0].GetProperty("Plan");
        return root.GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Shared Read Blocks").GetInt64();
    }
}
