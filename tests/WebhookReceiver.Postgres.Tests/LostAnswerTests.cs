using WebhookReceiver.Inbox;
using WebhookReceiver.Postgres.Tests.Harness;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>The connection is cut between a commit and its answer (P02).</summary>
public sealed class LostAnswerTests(PostgresServer server) : IAsyncDisposable
{
    private readonly string schema = server.NewSchema();
    private readonly CuttingProxy proxy = new(server.Port);
    private Instance? instance;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (instance is not null)
        {
            await instance.DisposeAsync();
        }

        await proxy.DisposeAsync();
        await server.ExecuteAsync($"drop schema if exists {schema} cascade");
    }

    [Fact]
    public async Task A_delivery_whose_commit_is_not_answered_is_refused_its_writer_is_closed_and_the_repetition_is_a_duplicate()
    {
        instance = await Instance.StartAsync(server.ConnectionString(port: proxy.Port), schema);
        Assert.True(await instance.AcceptAsync(Bodies.Of("before", "15550000001")));
        proxy.CutAfter("wamid.lost.");

        Assert.False(await instance.AcceptAsync(Bodies.Of("lost", "15550000001")));

        Assert.Equal(1, proxy.Cuts);
        await Handling.UntilAsync(() => instance.Inbox.IsAccepting, Token);
        Assert.True(await instance.AcceptAsync(Bodies.Of("lost", "15550000001")));
        await Handling.UntilAsync(() => server.ReadAsync<long>($"select count(*) from {schema}.writer where closed_at is not null").Result is 1, Token);
        Assert.Equal(2, await server.ReadAsync<long>($"select count(distinct writer) from {schema}.inbox"));

        var taken = await instance.TakeAsync(3, Token);
        Assert.Equal(["before", "lost", "lost"], taken.Select(static one => one.Text));
        await instance.BeginAsync(taken[1].Id, taken[1].Slot);
        await instance.SettleAsync(taken[1].Id, taken[1].Slot);
        Assert.Equal(EventStartResult.Duplicate, (await instance.BeginAsync(taken[2].Id, taken[2].Slot)).Result);
    }

    [Fact]
    public async Task Nothing_is_stored_under_a_closed_writer_and_the_batch_goes_to_a_new_one()
    {
        instance = await Instance.StartAsync(server.ConnectionString(), schema);
        await instance.AcceptAsync("a");
        await server.ExecuteAsync($"update {schema}.writer set closed_at = clock_timestamp()");

        Assert.True(await instance.AcceptAsync("b"));

        var closed = $"select count(*) from {schema}.inbox i join {schema}.writer w on w.id = i.writer where w.closed_at is not null";
        Assert.Equal(1, await server.ReadAsync<long>(closed));
        Assert.Equal(2, await server.ReadAsync<long>($"select count(*) from {schema}.inbox"));
    }

    [Fact]
    public async Task An_event_whose_beginning_is_not_answered_begins_again_as_the_same_attempt()
    {
        instance = await Instance.StartAsync(server.ConnectionString(port: proxy.Port), schema);
        await instance.AcceptAsync(Bodies.Of("a", "15550000001"));
        var taken = (await instance.TakeAsync(1, Token))[0];

        // The statement as it is sent the first time.
        proxy.CutAfter("with asked as");
        await Assert.ThrowsAsync<IOException>(() => instance.BeginAsync(taken.Id, taken.Slot));

        var known = await instance.BeginAsync(taken.Id, taken.Slot);
        Assert.Equal((EventStartResult.Known, 0), (known.Result, known.Progress!.Deaths));
        EventStart[] again = [EventStart.Again(taken.Id, Handling.Plan, taken.Slot)];
        await instance.Outcomes.BeginAsync(again, Token);
        Assert.Equal((EventStartResult.Begun, 1), (again[0].Result, again[0].Attempt));
    }

    [Theory]
    [InlineData("handled", ".dead_letter where id = $1 and not")]
    [InlineData("failed again", "wamid.failed-again")]
    public async Task The_end_of_a_replay_is_reported_though_its_commit_is_not_answered(string end, string sent)
    {
        instance = await Instance.StartAsync(server.ConnectionString(port: proxy.Port), schema);
        var letter = Letters.Of("desk");
        await instance.Outcomes.RecordAsync(batch => batch.DeadLettered(letter, "{}"u8.ToArray()));
        await instance.Outcomes.RecordAsync(batch => batch.DeadLettered(letter.Marked(), "{}"u8.ToArray()));
        Assert.Equal([letter.Id], await instance.DeadLetters.ReplayingAfterAsync(null, 10, cancellationToken: Token));
        var ended = new Sightings<Guid>();
        instance.DeadLetters.WhenReplayEnds(ended.Add);
        proxy.CutAfter(sent);

        // Whether this write or one in the background is cut: what is recorded is written again.
        await Record.ExceptionAsync(() => instance.Outcomes.RecordAsync(batch =>
        {
            if (end is "handled")
            {
                batch.DeadLetterRemoved(letter.Id, DeadLetterRemoval.Handled);
            }
            else
            {
                batch.DeadLettered(letter with { Replays = 1 }, "{\"id\":\"wamid.failed-again\"}"u8.ToArray());
            }
        }).AsTask());

        await ended.UntilAsync(id => id == letter.Id, 1, Token);
        Assert.Equal(1, proxy.Cuts);
        Assert.Equal(new DeadLetterCounts(end is "handled" ? 0 : 1, 0), await instance.DeadLetters.CountAsync(Token));
    }
}
