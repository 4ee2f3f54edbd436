using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Pipeline.Tests.Dispatch;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>When a part of the service cannot start, the container is disposed without a stop, in the middle of whatever the inbox is doing.</summary>
[Trait("row", "Q21")]
public sealed class DisposeWithoutStopTests : InboxTest
{
    private readonly ManualClock clock = new();

    /// <summary>A file of outcomes. The folder itself is synced before recovery begins.</summary>
    private bool IsOutcomes(string path) => path.StartsWith(Folder.Outcomes + '/', StringComparison.Ordinal);

    [Fact]
    public async Task Retention_in_progress_finishes_and_nothing_runs_afterwards()
    {
        var token = TestContext.Current.CancellationToken;
        var run = await JournalRun.StartAsync(webhooks => webhooks.On<TextMessage>(static (TextMessage _) => { }), NewDisk(), Folder, clock);
        await run.AcceptAsync(Wire.Text("15550100300", "wamid.1", clock.GetUtcNow()));
        await run.UntilIdleAsync();
        var segments = run.Segments;
        clock.Advance(TimeSpan.FromDays(4));
        await run.UntilAsync(() => segments.All.Count is 2, "another segment was begun");
        using var hold = new SimulatedDiskHold(path => path.Equals(Folder.Deliveries, StringComparison.Ordinal));
        run.Disk.Hold = hold;
        var cleaning = Task.Run(() => clock.Advance(TimeSpan.FromMinutes(1)), token);
        await hold.Arrived;
        var disposing = new BlockingCall(run.DisposeWithoutStop);
        await disposing.UntilBlockedAsync();

        hold.Release();
        await Task.WhenAll(cleaning, disposing.Ended);

        Assert.Single(segments.All);
        var calls = run.Disk.Calls.Count;
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(calls, run.Disk.Calls.Count);
    }

    [Fact]
    public async Task An_outcome_journal_that_is_disposed_first_claims_nothing_and_deletes_nothing()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, clock);
        life.Outcomes.Dispose();
        var calls = life.Disk.Calls.Count;

        life.Outcomes.EventSettled(OutcomeJournalTests.EventOf(1));
        Assert.False(life.Outcomes.TryMakeDurable());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await life.Outcomes.FlushAsync(CancellationToken.None));
        life.Retention.Run();

        Assert.Equal(calls, life.Disk.Calls.Count);
    }

    [Fact]
    public async Task Recovery_in_progress_leaves_no_timer_and_no_thread_behind()
    {
        var disk = NewDisk();
        using var hold = new SimulatedDiskHold(IsOutcomes);
        disk.Hold = hold;
        using var life = await InboxLife.BeginAsync(disk, Folder, clock);
        await hold.Arrived;
        var disposing = new BlockingCall(life.Inbox.Dispose);
        await disposing.UntilBlockedAsync();

        hold.Release();
        await disposing.Ended;
        var calls = disk.Calls.Count;

        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(calls, disk.Calls.Count);
        Assert.False(await life.AcceptAsync(HashedBody.Delivery(new Random(1), 100)));
    }

    [Fact]
    public async Task Outcomes_disposed_before_recovery_reaches_them_are_not_started()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, clock);
        life.Outcomes.Dispose();
        var calls = life.Disk.Calls.Count;

        Assert.Throws<ObjectDisposedException>(() => life.Outcomes.Start(new RecoveredOutcomes(new OutcomeState(keys: null!), [], default, 0, 0, [])));

        Assert.Equal(calls, life.Disk.Calls.Count);
    }

    [Fact]
    public async Task Outcomes_disposed_while_they_are_starting_finish_starting_first()
    {
        var disk = NewDisk();
        using var hold = new SimulatedDiskHold(IsOutcomes);
        disk.Hold = hold;
        using var life = await InboxLife.BeginAsync(disk, Folder, clock);
        await hold.Arrived;

        // The container may have created them after the inbox that uses them, and then it disposes them first.
        var disposing = Task.Run(life.Outcomes.Dispose, TestContext.Current.CancellationToken);
        hold.Release();
        await Task.WhenAll(disposing, life.Inbox.Recovery).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.True(life.Outcomes.BeginStop().IsCompleted, "The thread is still running.");
        Assert.False(life.HasGivenUp, "The service was stopped although it was already gone.");
    }
}
