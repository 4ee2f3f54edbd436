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
