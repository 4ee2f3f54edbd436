using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.Operators;
using WebhookReceiver.Postgres.Tests.Harness;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Postgres.Tests;

/// <summary>Replays by a receiver while other processes use its dead letters too.</summary>
public sealed class ReplayTests(PostgresServer server) : IAsyncDisposable
{
    private readonly string schema = server.NewSchema();
    private readonly Sightings<string> replayed = new();
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Receiver? receiver;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        released.TrySetResult();

        if (receiver is not null)
        {
            await receiver.DisposeAsync();
        }

        await server.ExecuteAsync($"drop schema if exists {schema} cascade");
    }

    [Fact]
    public async Task Replays_that_a_command_erases_while_they_are_in_progress_leave_their_room_to_later_ones()
    {
        receiver = await Receiver.StartAsync(server.ConnectionString(), schema, HandleAsync);
        await FailAsync("early", DeadLetterReplay.MostInLanes);
        await ReplayAllAsync();
        await replayed.UntilAsync(static text => text is "early", 1, Token);

        // As a command does, which has no slots.
        await using (var command = Instance.Create(server.ConnectionString(), schema))
        {
            var all = await command.DeadLetters.AfterAsync(null, int.MaxValue, cancellationToken: Token);
            await command.DeadLetters.RemoveAsync([.. all.Select(static one => one.Id)], DeadLetterRemoval.Erased, Token);
        }

        released.SetResult();
        await FailAsync("late", 1);
        await ReplayAllAsync();

        await replayed.UntilAsync(static text => text is "late", 1, Token);
    }

    [Fact]
    public async Task A_replay_that_was_marked_elsewhere_is_noticed_behind_a_thousand_that_wait_for_a_paused_handler()
    {
        await using var marking = await Instance.StartAsync(server.ConnectionString(), schema);
        await using var looking = Looking();
        var calls = 0;
        looking.DeadLetters.WhenReplaysWait(() => calls++);
        await server.ExecuteAsync($$"""
            insert into {{schema}}.dead_letter (id, slot, is_replaying, handler, event_type, cause, endpoint, last_attempt_at, letter, body)
            select lpad(to_hex(n), 32, '0')::uuid, n % 256, true, 'paused', 'message.text', 'never retry', 'default', clock_timestamp(), '{}', '' from generate_series(1, 1000) n
            """);
        await looking.DeadLetters.LookForReplaysAsync(Token);
        Assert.Equal(1, calls);

        var letter = Letters.Of("desk");
        await WriteAsync(marking, letter);
        await WriteAsync(marking, letter.Marked());
        await looking.DeadLetters.LookForReplaysAsync(Token);

        Assert.Equal(2, calls);
        Assert.Equal([letter.Id], await looking.DeadLetters.ReplayingAfterAsync(null, 10, ["paused"], Token));
    }

    [Fact]
    public async Task A_replay_that_was_marked_again_elsewhere_as_soon_as_it_had_ended_is_noticed()
    {
        await using var marking = await Instance.StartAsync(server.ConnectionString(), schema);
        await using var looking = Looking();
        var calls = 0;
        looking.DeadLetters.WhenReplaysWait(() => calls++);
        var letter = Letters.Of("desk");
        await WriteAsync(marking, letter);
        await WriteAsync(marking, letter.Marked());
        await looking.DeadLetters.LookForReplaysAsync(Token);
        await looking.DeadLetters.LookForReplaysAsync(Token);
        Assert.Equal(1, calls);

        await WriteAsync(marking, letter with { Replays = 1 });
        await WriteAsync(marking, letter.Marked() with { Replays = 2 });
        await looking.DeadLetters.LookForReplaysAsync(Token);

        Assert.Equal(2, calls);
    }

    /// <summary>An instance that holds all slots and does nothing by itself.</summary>
    private Instance Looking()
    {
        var instance = Instance.Create(server.ConnectionString(), schema);

        foreach (var slot in instance.Slots.All)
        {
            instance.Slots.Own(slot.Id, epoch: 1, []);
        }

        return instance;
    }

    private static async Task WriteAsync(Instance instance, DeadLetter letter) => await instance.Outcomes.RecordAsync(batch => batch.DeadLettered(letter, "{}"u8.ToArray()));

    /// <summary>The first attempt fails for good, and a replay is in progress until it is released.</summary>
    private Task HandleAsync(TextMessage message, WhatsAppContext context)
    {
        if (context.Attempt is 1)
        {
            throw new PermanentFailureException("never");
        }

        replayed.Add(message.Body!);
        return released.Task;
    }

    private async Task FailAsync(string text, int count)
    {
        Assert.True(await receiver!.AcceptAsync(Bodies.Of(text, [.. Enumerable.Range(1, count).Select(static number => $"1555{number:D7}")])));
        await Handling.UntilAsync(() => server.ReadAsync<long>($"select count(*) from {schema}.dead_letter").Result == count, Token);
    }

    private async Task ReplayAllAsync()
    {
        var report = await receiver!.Operators.RunAsync(new JobRequest(JobKind.Replay, DeadLetterFilter.All, Rate: 0), cancellationToken: Token);
        Assert.Equal((report.Found, JobReport.Completed), (report.Replaying, report.State));
    }
}
