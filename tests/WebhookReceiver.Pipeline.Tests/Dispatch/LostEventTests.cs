using System.Collections.Concurrent;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>Events that the store has given to another process: this one drops them and settles nothing, and everything else goes on.</summary>
public sealed class LostEventTests
{
    private readonly ConcurrentQueue<string?> handled = new();
    private readonly TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task One_that_is_lost_before_it_begins_is_not_handled_and_its_delivery_stays_open()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>((TextMessage message) => handled.Enqueue(message.MessageId)));
        var lost = DispatchRun.IdOf(Wire.Text("1", "lost"));
        run.Outcomes.IsLost = id => id == lost;

        run.Source.Add(Wire.Text("1", "lost"));
        run.Source.Add(Wire.Text("1", "kept"));
        await run.UntilAsync(() => run.Outcomes.SettledDeliveries is 1 && run.Lanes.Count is 0, "the other event was settled");

        Assert.Equal(["kept"], handled);
        Assert.False(run.Outcomes.IsDeliverySettled(new(1, 0)));
    }

    [Fact]
    public async Task The_outcome_of_one_that_is_lost_while_it_runs_is_refused_and_its_delivery_stays_open()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>(async (TextMessage message) =>
        {
            handled.Enqueue(message.MessageId);
            began.TrySetResult();
            await release.Task;
        }));
        run.Source.Add(Wire.Text("1", "lost"));
        run.Source.Add(Wire.Text("1", "kept"));
        await began.Task;
        var lost = DispatchRun.IdOf(Wire.Text("1", "lost"));
        run.Outcomes.IsLost = id => id == lost;
        release.SetResult();

        await run.UntilAsync(() => run.Outcomes.SettledDeliveries is 1 && run.Lanes.Count is 0, "the other event was settled");

        Assert.Equal(["lost", "kept"], handled);
        Assert.False(run.Outcomes.IsDeliverySettled(new(1, 0)));
        Assert.DoesNotContain(run.Outcomes.All, letter => letter.EventType.Length > 0);
    }
}
