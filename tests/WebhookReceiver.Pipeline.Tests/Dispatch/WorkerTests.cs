using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

public sealed class WorkerTests
{
    private readonly ConcurrentQueue<string?> handled = new();
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("row", "D12")]
    [Trait("row", "Q21")]
    public async Task A_loop_that_dies_is_seen_and_refuses_deliveries_until_it_runs_again()
    {
        await using var run = await DispatchRun.StartAsync(Waiting);
        run.Source.Mistake = new InvalidOperationException("a mistake of ours");
        run.Source.Add(Wire.Text("1", "m"));
        await run.UntilAsync(() => !run.Health.IsHealthy, "it was seen");

        Assert.False(run.Service<IInbox>().IsAccepting);
        Assert.Equal(HealthStatus.Unhealthy, (await run.Service<HealthCheckService>().CheckHealthAsync(Token)).Status);
        Assert.Contains(run.Log.All, static line => line is { Level: LogLevel.Critical, Id: 1508 });
        release.SetResult();

        await run.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => run.Health.IsHealthy, "it runs again");
        await run.UntilIdleAsync();
        Assert.Equal(["m"], handled);
        Assert.True(run.Service<IInbox>().IsAccepting);
    }

    [Fact]
    public async Task A_lack_of_memory_for_the_index_ends_no_loop()
    {
        await using var run = await DispatchRun.StartAsync(Waiting);
        release.SetResult();
        run.Source.IndexProblem = new InsufficientMemoryException();
        run.Source.Add(Wire.Text("1", "a"));
        run.Source.Add(Wire.Text("1", "b"));
        await run.UntilIdleAsync();

        Assert.Equal(["a", "b"], handled);
        Assert.DoesNotContain(run.Log.All, static line => line.Id is 1508);
    }

    [Fact]
    [Trait("row", "D12")]
    [Trait("row", "Q21")]
    public async Task When_no_event_can_be_begun_nothing_is_handled_and_nothing_is_lost()
    {
        await using var run = await DispatchRun.StartAsync(Waiting);
        release.SetResult();
        run.Outcomes.Unreachable = new IOException("no connection");
        run.Source.Add(Wire.Body(Wire.Message("1", "a"), Wire.Message("2", "b"), Wire.Message("1", "c")));
        await run.UntilParkedAsync(2);
        Assert.Empty(handled);
        run.Outcomes.Unreachable = null;

        run.Clock.Advance(TimeSpan.FromSeconds(1));
        await run.UntilIdleAsync();
        Assert.Equal(["a", "b", "c"], handled.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_store_on_disk_keeps_events_that_were_not_begun_and_those_in_progress_are_finished()
    {
        await using var before = await DispatchRun.StartAsync(Waiting);
        before.Source.Add(Wire.Text("1", "running"));
        before.Source.Add(Wire.Text("1", "waiting"));
        await before.UntilAsync(() => before.Outcomes.Said.Contains("flushed"), "the first was begun");
        var stop = before.StopAsync();
        await before.Log.UntilAsync(1503, Token);
        before.Source.Add(Wire.Text("2", "late"));
        release.SetResult();
        await stop;

        Assert.Equal(["running"], handled);
        Assert.Equal("flushed", before.Outcomes.Said.Last());

        await using var after = await DispatchRun.StartAsync(Waiting, before);
        await after.UntilIdleAsync();
        Assert.Equal(["late", "running", "waiting"], handled.Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("row", "D09")]
    public async Task A_disk_that_stays_broken_does_not_hold_up_the_stop()
    {
        await using var run = await DispatchRun.StartAsync(Waiting);
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        run.Outcomes.Disk = () => broken.Task;

        try
        {
            await run.KillAsync().WaitAsync(TimeSpan.FromSeconds(20), Token);
        }
        finally
        {
            broken.SetResult();
        }
    }

    private void Waiting(WhatsAppWebhooksBuilder webhooks) => webhooks.On<TextMessage>(async (TextMessage message, CancellationToken token) =>
    {
        await release.Task.WaitAsync(token);
        handled.Enqueue(message.MessageId);
    });
}
