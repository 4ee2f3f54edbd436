using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

public sealed class OutcomeJournalTests : InboxTest
{
    private static readonly DateTimeOffset Then = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Everything_flushed_is_known_after_the_process_is_killed()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        var failure = new HandlerFailure(3, Then, Then.AddSeconds(1), Then.AddHours(1));
        life.Outcomes.EventStarted(new EventId(1));
        life.Outcomes.HandlerSucceeded(new EventId(1), "first");
        life.Outcomes.HandlerFailed(new EventId(1), "second", failure);
        life.Outcomes.EventSettled(new EventId(2));
        life.Outcomes.DeadLettered(DeadLetterOf(3), new byte[] { 1, 2, 3 });
        life.Outcomes.DeadLettered(DeadLetterOf(4), new byte[] { 4 });
        life.Outcomes.DeadLetterRemoved(DeadLetterOf(4).Id, DeadLetterRemoval.Discarded);
        await life.Outcomes.FlushAsync(CancellationToken.None);

        using var next = await InboxLife.StartAsync(await life.KillAsync(), Folder);

        var progress = next.Outcomes.ProgressOf(new EventId(1))!;
        Assert.Equal(1, progress.Starts);
        Assert.True(progress.Of("first")!.Value.IsFinished);
        Assert.Equal(new HandlerProgress("second", HandlerStage.Open, failure), progress.Of("second")!.Value);
        Assert.True(next.Outcomes.IsSettled(new EventId(2)));
        Assert.False(next.Outcomes.IsSettled(new EventId(1)));
        Assert.Equal(DeadLetterOf(3), Assert.Single(next.Outcomes.All) with { KeptSince = null });
        Assert.Equal([1, 2, 3], next.Outcomes.BodyOf(DeadLetterOf(3).Id)!.Value.ToArray());
        Assert.Null(next.Outcomes.BodyOf(DeadLetterOf(4).Id));
    }

    [Fact]
    [Trait("row", "J19")]
    public async Task No_power_cut_keeps_an_event_settled_and_loses_its_dead_letter()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            using var life = await InboxLife.StartAsync(NewDisk(seed), Folder);

            for (var number = 1; number < 6; number++)
            {
                life.Outcomes.DeadLettered(DeadLetterOf(number), new byte[700]);
                await life.Outcomes.FlushAsync(CancellationToken.None);
                life.Outcomes.EventSettled(EventOf(number));
                await life.Outcomes.FlushAsync(CancellationToken.None);
            }

            using var next = await InboxLife.StartAsync(await life.CutPowerAsync(seed), Folder);
            Assert.All(Enumerable.Range(1, 5), number => Assert.True(!next.Outcomes.IsSettled(EventOf(number)) || next.Outcomes.Find(DeadLetterOf(number).Id) is not null));
        }
    }

    [Fact]
    [Trait("row", "S01")]
    public async Task After_a_failed_sync_the_records_are_rewritten_into_a_new_segment()
    {
        using var life = await InboxLife.StartAsync(NewDisk(3), Folder);
        var first = SegmentsOf(life.Disk, Folder.Outcomes)[0];
        life.Outcomes.EventSettled(new EventId(1));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        life.Disk.Faults.FailAt(1, forEver: false, call => call.Operation is DiskOperation.Sync && call.IsOn(first));

        // A dead letter is synced immediately.
        life.Outcomes.DeadLettered(DeadLetterOf(2), new byte[2000]);
        await life.Outcomes.FlushAsync(CancellationToken.None);

        Assert.Equal(1, life.Disk.Faults.Failures);
        Assert.Equal(2, SegmentsOf(life.Disk, Folder.Outcomes).Count);
        Assert.Equal(DiskOperation.Sync, life.Disk.Calls.Last(call => call.IsOn(first) && call.IsChange).Operation);

        var states = Enumerable.Range(0, 10).Select(seed => life.Disk.AfterPowerCut(new Random(seed))).ToList();
        await life.DieAsync();

        foreach (var state in states)
        {
            using var next = await InboxLife.StartAsync(state, Folder);
            Assert.True(next.Outcomes.IsSettled(new EventId(1)));
            Assert.NotNull(next.Outcomes.BodyOf(DeadLetterOf(2).Id));
        }
    }

    [Theory]
    [Trait("row", "J07")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_file_has_no_key_whose_event_a_power_cut_could_still_undo(bool isDeadLetter)
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        life.Outcomes.EventSettled(EventOf(1));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        using var hold = new SimulatedDiskHold(path => path.StartsWith(Folder.Outcomes, StringComparison.Ordinal));
        life.Disk.Hold = hold;

        // On its own thread: retention, which the clock triggers, needs the lock that is held during the sync.
        var advancing = Task.Run(() => life.Clock.Advance(TimeSpan.FromDays(2)), TestContext.Current.CancellationToken);
        life.Outcomes.AttemptEnded(EventOf(9));
        await hold.Arrived;

        // Recorded while the thread is syncing earlier records, before it writes a key file.
        if (isDeadLetter)
        {
            life.Outcomes.DeadLettered(DeadLetterOf(2), new byte[700]);
        }

        life.Outcomes.EventSettled(EventOf(2));
        hold.Release();
        await advancing;
        await life.UntilAsync(() => HasKeys(life.Disk), "the keys were in a file");
        var before = life.Disk.Calls.TakeWhile(call => !(call.Operation is DiskOperation.Create && call.IsIn(Folder.Keys)));
        Assert.Equal(DiskOperation.Sync, before.Last(call => call.IsIn(Folder.Outcomes) && call.Operation is (DiskOperation.Write or DiskOperation.Sync)).Operation);

        var states = Enumerable.Range(0, 10).Select(seed => life.Disk.AfterPowerCut(new Random(seed))).ToList();
        await life.DieAsync();

        foreach (var state in states)
        {
            using var next = await InboxLife.StartAsync(state, Folder, life.Clock);
            Assert.True(next.Outcomes.IsSettled(EventOf(1)));
            Assert.True(!isDeadLetter || !next.Outcomes.IsSettled(EventOf(2)) || next.Outcomes.Find(DeadLetterOf(2).Id) is not null);
        }
    }

    [Fact]
    [Trait("row", "J07")]
    public async Task Keys_whose_outcomes_cannot_be_synced_are_not_written_to_a_file()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        life.Outcomes.EventSettled(EventOf(1));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        life.Disk.Faults.FailAt(1, forEver: true, call => call.Operation is DiskOperation.Sync && call.Path.StartsWith(Folder.Outcomes, StringComparison.Ordinal));
        life.Clock.Advance(TimeSpan.FromDays(2));
        life.Outcomes.EventSettled(EventOf(2));

        await life.UntilAsync(() => life.Disk.Faults.Failures > 1, "it was tried again");
        await life.StopAsync();

        Assert.DoesNotContain(life.Disk.Paths, static path => path.EndsWith(KeyRun.Extension, StringComparison.Ordinal));
        Assert.False(life.Outcomes.IsHealthy);
    }

    [Fact]
    [Trait("row", "J07")]
    public async Task Keys_recorded_during_a_sync_are_not_written_to_a_file_when_their_own_sync_fails()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        life.Outcomes.EventSettled(EventOf(1));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        using var hold = new SimulatedDiskHold(path => path.StartsWith(Folder.Outcomes, StringComparison.Ordinal));
        life.Disk.Hold = hold;
        var advancing = Task.Run(() => life.Clock.Advance(TimeSpan.FromDays(2)), TestContext.Current.CancellationToken);
        life.Outcomes.AttemptEnded(EventOf(9));
        await hold.Arrived;

        // The key is ripe, like the one before it, and its outcome is written and synced for the key file alone.
        life.Outcomes.EventSettled(EventOf(2));
        life.Disk.Faults.FailAt(2, forEver: true, call => call.Operation is DiskOperation.Sync && call.IsIn(Folder.Outcomes));
        hold.Release();
        await advancing;
        await life.UntilAsync(() => life.Disk.Faults.Failures > 1, "a new segment was tried");
        await life.StopAsync();

        Assert.DoesNotContain(life.Disk.Calls, call => call.Operation is DiskOperation.Create && call.IsIn(Folder.Keys));
    }

    [Fact]
    public async Task A_flush_does_not_complete_while_another_caller_is_still_writing_its_records()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        using var hold = new SimulatedDiskHold(path => path.StartsWith(Folder.Outcomes, StringComparison.Ordinal)) { HoldsWrites = true };
        life.Disk.Hold = hold;
        life.Outcomes.AttemptEnded(new EventId(1));
        var other = Task.Run(() => life.Outcomes.FlushAsync(CancellationToken.None).AsTask(), TestContext.Current.CancellationToken);
        await hold.Arrived;
        var flushing = new BlockingCall(() => life.Outcomes.FlushAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult());
        await flushing.UntilBlockedAsync();

        hold.Release();
        await flushing.Ended;
        await other;
    }

    [Fact]
    public async Task A_flush_on_a_broken_disk_completes_when_the_disk_works_again_even_if_another_caller_took_its_records()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        life.Disk.Faults.FailAt(1, forEver: true, static call => call.IsChange);
        life.Outcomes.EventStarted(new EventId(1));
        var first = life.Outcomes.FlushAsync(CancellationToken.None).AsTask();
        var second = life.Outcomes.FlushAsync(CancellationToken.None).AsTask();
        Assert.False(first.IsCompleted || second.IsCompleted || life.Outcomes.IsHealthy);

        life.Disk.Faults.Heal();
        life.Clock.Advance(TimeSpan.FromSeconds(2));

        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.True(life.Outcomes.IsHealthy);
        using var next = await InboxLife.StartAsync(await life.KillAsync(), Folder);
        Assert.Equal(1, next.Outcomes.ProgressOf(new EventId(1))!.Starts);
    }

    [Fact]
    [Trait("row", "J18")]
    public async Task Outcomes_of_an_earlier_run_are_synced_before_they_are_used()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        life.Outcomes.EventSettled(EventOf(1));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        var first = SegmentsOf(life.Disk, Folder.Outcomes)[0];

        using var next = await InboxLife.StartAsync(await life.KillAsync(), Folder);

        var calls = next.Disk.Calls.Where(call => call.IsOn(first) && (call.Operation is DiskOperation.Sync || call.Offset > 0)).ToList();
        Assert.Equal(DiskOperation.Sync, calls[0].Operation);
    }

    internal static DeadLetter DeadLetterOf(int number) => new()
    {
        Id = new Guid(number, 0, 0, new byte[8]),
        Key = new EventKey((UInt128)number),
        EventType = "messages",
        Endpoint = "default",
        Handler = "handler",
        DeliveryId = Guid.Empty,
        ReceivedAt = Then,
        Cause = DeadLetterCause.AttemptsExhausted,
        ExceptionMessage = "text",
        Attempts = 5,
        FirstAttemptAt = Then,
        LastAttemptAt = Then.AddMinutes(number),
    };

    internal static EventId EventOf(int number) => EventId.Of("default", new EventKey((UInt128)number));

    private bool HasKeys(SimulatedDisk disk) => disk.Calls.Any(call => call.Operation is DiskOperation.SyncDirectory && call.IsOn(Folder.Keys));
}
