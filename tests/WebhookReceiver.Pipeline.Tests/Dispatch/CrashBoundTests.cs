using System.Collections.Concurrent;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>What is handled twice after a kill: events whose handler was called and whose outcome had not been written.</summary>
[Trait("row", "W01")]
public sealed class CrashBoundTests
{
    private const int Concurrency = 4;

    private readonly ConcurrentQueue<string?> handled = new();

    [Fact]
    public async Task It_is_at_most_one_batch_and_the_events_in_progress()
    {
        var flushedAt = new List<int>();
        var settledAt = new List<int>();
        await using var run = await DispatchRun.StartAsync(
            webhooks => webhooks.On<TextMessage>(async (TextMessage message) =>
            {
                handled.Enqueue(message.MessageId);
                await Task.Yield();
            }),
            settings: ("Dispatch:Concurrency", "4"));
        run.Outcomes.Disk = () =>
        {
            lock (flushedAt)
            {
                // An event that is not settled when a flush begins is not covered by that flush.
                flushedAt.Add(handled.Count);
                settledAt.Add(run.Outcomes.Said.Count(static said => said is "settled"));
            }

            return Task.CompletedTask;
        };

        for (var number = 0; number < 500; number++)
        {
            run.Source.Add(Wire.Text($"{number}", $"m{number}"));
        }

        await run.UntilIdleAsync();

        lock (flushedAt)
        {
            // Handled before the next flush begins, less what was settled when this one began.
            var open = flushedAt.Skip(1).Zip(settledAt, static (next, settled) => next - settled).ToList();
            Assert.All(open, count => Assert.InRange(count, 0, ((IOutcomes)run.Outcomes).BatchSize + Concurrency));
            Assert.Equal(500, handled.Count);
        }
    }

    [Fact]
    public async Task No_handler_is_called_before_the_beginning_has_been_written()
    {
        var disk = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var flushing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>((TextMessage message) => handled.Enqueue(message.MessageId)));
        run.Outcomes.Disk = () =>
        {
            flushing.TrySetResult();
            return disk.Task;
        };
        run.Source.Add(Wire.Text("1", "m"));
        await flushing.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Empty(handled);
        Assert.Equal(["started"], run.Outcomes.Said);
        disk.SetResult();

        await run.UntilIdleAsync();
        Assert.Equal(["started", "flushed", "settled"], run.Outcomes.Said);
    }

    [Fact]
    public async Task After_a_crash_in_a_handler_the_event_is_handled_again_as_attempt_2()
    {
        var attempts = new ConcurrentQueue<int>();
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var before = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>((TextMessage _, WhatsAppContext context, CancellationToken token) =>
        {
            attempts.Enqueue(context.Attempt);
            return never.Task.WaitAsync(token);
        }));
        before.Source.Add(Wire.Text("1", "m"));
        await before.UntilAsync(() => attempts.Count is 1, "the handler was called");
        await before.KillAsync();
        Assert.DoesNotContain(before.Outcomes.Said, static said => said.StartsWith("failed", StringComparison.Ordinal) || said is "settled");

        await using var after = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>((TextMessage _, WhatsAppContext context) => attempts.Enqueue(context.Attempt)), before);
        await after.UntilIdleAsync();

        Assert.Equal([1, 2], attempts);
        Assert.Equal(1, after.Outcomes.SettledDeliveries);
    }
}
