using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Scheduling;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>Dead letters in the journal: the index is in memory, and the rest is read from disk. Each frame has its own segment.</summary>
[Trait("row", "Q19")]
public sealed class StoredDeadLetterTests : InboxTest
{
    private static readonly byte[] Body = System.Text.Encoding.UTF8.GetBytes("""{"entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"a","from":"15550100300","type":"text"}]}}]}]}""");

    private readonly ManualClock clock = new();

    [Fact]
    public async Task Temporarily_unreadable_missing_and_damaged_dead_letters_are_distinguished()
    {
        using var life = await StartAsync(NewDisk());
        await WriteAsync(life, DeadLetterOf(1), DeadLetterOf(2));
        life.Disk.Faults.FailAt(1, forEver: true, static call => call.Operation is DiskOperation.Read);

        Assert.Equal(DeadLetterReadResult.Unavailable, life.Outcomes.Read(DeadLetterOf(1).Id).Result);
        Assert.Equal(DeadLetterReadResult.NotFound, life.Outcomes.Read(DeadLetterOf(3).Id).Result);

        life.Disk.Faults.Heal();
        Damage(life, DeadLetterOf(2).Id);
        Assert.Equal(DeadLetterOf(1), Undated(life.Outcomes.Read(DeadLetterOf(1).Id).Letter));
        Assert.Equal((DeadLetterReadResult.Damaged, DeadLetterEntry.Of(DeadLetterOf(2))), (life.Outcomes.Read(DeadLetterOf(2).Id).Result, life.Outcomes.Read(DeadLetterOf(2).Id).Entry! with { KeptSince = 0 }));
        Assert.Equal(2, life.Outcomes.Count);
    }

    [Fact]
    public async Task The_latest_version_counts_even_while_an_earlier_one_is_being_written()
    {
        using var life = await StartAsync(NewDisk());
        using var hold = new SimulatedDiskHold(path => path.StartsWith(Folder.Outcomes, StringComparison.Ordinal));
        life.Disk.Hold = hold;
        life.Outcomes.DeadLettered(DeadLetterOf(1), Body);
        var flushing = Task.Run(() => life.Outcomes.FlushAsync(CancellationToken.None).AsTask(), TestContext.Current.CancellationToken);
        await hold.Arrived;
        var later = DeadLetterOf(1) with { Replays = 1, ExceptionMessage = "later" };
        life.Outcomes.DeadLettered(later, Body);
        hold.Release();
        await flushing;

        Assert.Equal(later, Undated(life.Outcomes.Find(later.Id)));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        Assert.Equal(later, Undated(life.Outcomes.Find(later.Id)));
        using var next = await StartAsync(await life.KillAsync());
        Assert.Equal(later, Undated(next.Outcomes.Find(later.Id)));
    }

    [Fact]
    public async Task After_a_failed_sync_it_is_read_from_where_it_was_rewritten()
    {
        using var life = await StartAsync(NewDisk(3));
        life.Disk.Faults.FailAt(1, forEver: false, call => call.Operation is DiskOperation.Sync && call.Path.StartsWith(Folder.Outcomes, StringComparison.Ordinal));

        await WriteAsync(life, DeadLetterOf(1), DeadLetterOf(2));

        Assert.Equal(1, life.Disk.Faults.Failures);
        Assert.Equal([DeadLetterOf(1), DeadLetterOf(2)], life.Outcomes.All.Select(Undated));
    }

    [Fact]
    public async Task Until_it_is_durable_it_is_read_from_memory_and_not_from_a_file_that_may_have_lost_it()
    {
        using var life = await StartAsync(NewDisk(3));
        life.Disk.Faults.FailAt(
            1, forEver: true, call => call.Operation is DiskOperation.Sync or DiskOperation.Create && call.Path.StartsWith(Folder.Outcomes, StringComparison.Ordinal));
        life.Outcomes.DeadLettered(DeadLetterOf(1), Body);

        Assert.False(life.Outcomes.FlushAsync(CancellationToken.None).AsTask().IsCompleted);

        Assert.Equal(DeadLetterOf(1), Undated(life.Outcomes.Find(DeadLetterOf(1).Id)));
        Assert.DoesNotContain(life.Disk.Calls, static call => call.Operation is DiskOperation.Read);
    }

    [Fact]
    public async Task A_dead_letter_erased_during_its_replay_does_not_come_back()
    {
        using var life = await StartAsync(NewDisk());
        var replaying = DeadLetterOf(1) with { IsReplaying = true, Replays = 1 };
        await WriteAsync(life, DeadLetterOf(1));
        await WriteAsync(life, replaying);
        life.Outcomes.DeadLetterRemoved(replaying.Id, DeadLetterRemoval.Erased);

        life.Outcomes.DeadLettered(replaying with { IsReplaying = false }, Body);

        await life.Outcomes.FlushAsync(CancellationToken.None);
        Assert.Equal(0, life.Outcomes.Count);
        using var next = await StartAsync(await life.KillAsync());
        Assert.Equal(0, next.Outcomes.Count);
    }

    [Fact]
    public async Task Before_a_file_is_deleted_its_dead_letters_are_rewritten_in_portions()
    {
        const int DeadLetters = 5000;
        using var life = await StartAsync(NewDisk(), segmentBytes: 64 * 1024 * 1024);

        for (var number = 0; number < DeadLetters; number++)
        {
            life.Outcomes.DeadLettered(DeadLetterOf(number), new byte[1000]);
        }

        await life.Outcomes.FlushAsync(CancellationToken.None);
        using var next = await StartAsync(await life.KillAsync(), segmentBytes: 64 * 1024 * 1024);
        next.Outcomes.DeadLetterRemoved(DeadLetterOf(7).Id, DeadLetterRemoval.Discarded);
        var files = SegmentsOf(next.Disk, Folder.Outcomes);
        clock.Advance(TimeSpan.FromDays(20));
        next.Retention.Run();

        Assert.DoesNotContain(files[0], next.Disk.Paths);
        Assert.All(next.Disk.Calls.Where(static call => call.Operation is DiskOperation.Write), static call => Assert.InRange(call.Length, 0, 2 * 1024 * 1024));
        using var last = await StartAsync(await next.KillAsync());
        Assert.Equal(Enumerable.Range(0, DeadLetters).Where(static number => number is not 7).Select(static number => DeadLetterOf(number).Id), last.Outcomes.All.Select(static one => one.Id));
        Assert.Equal(1000, last.Outcomes.BodyOf(DeadLetterOf(4999).Id)!.Value.Length);
    }

    [Fact]
    public async Task A_dead_letter_damaged_before_its_replay_is_no_longer_replaying_and_does_not_block_retention()
    {
        using var life = await StartAsync(NewDisk());
        var replaying = DeadLetterOf(1) with { IsReplaying = true, Replays = 1 };
        await WriteAsync(life, replaying);
        Damage(life, replaying.Id);
        var log = new ListLogger<DeadLetterReplay>();
        using var lanes = new Lanes(new LaneLimits(), life.Outcomes, clock);
        using var replay = new DeadLetterReplay(life.Outcomes, new LocalDeadLetters(life.Outcomes, life.Outcomes), lanes, new WorkScheduler(), new PausedHandlers(), clock, log);

        await replay.ResumeAsync();

        var deadLetter = life.Outcomes.Find(replaying.Id)!;
        Assert.Equal((false, replaying.Cause, replaying.Handler, replaying.LastAttemptAt), (deadLetter.IsReplaying, deadLetter.Cause, deadLetter.Handler, deadLetter.LastAttemptAt));
        Assert.Contains("damaged", deadLetter.ExceptionMessage, StringComparison.Ordinal);
        Assert.Equal(0, lanes.Waiting);
        Assert.Single(log.Lines, static line => line.Id is 1522);
        Assert.Equal(DeadLetterResult.Unreadable, await replay.ReplayAsync(replaying.Id, TestContext.Current.CancellationToken));
        await AssertRetentionProceedsAsync(life);
    }

    [Fact]
    public async Task A_dead_letter_whose_event_cannot_be_parsed_is_no_longer_replaying_either()
    {
        using var life = await StartAsync(NewDisk());
        var replaying = DeadLetterOf(1) with { IsReplaying = true, Replays = 1 };
        life.Outcomes.DeadLettered(DeadLetterOf(1), "{\"entry\":[]}"u8.ToArray());
        life.Outcomes.DeadLettered(replaying, "{\"entry\":[]}"u8.ToArray());
        await life.Outcomes.FlushAsync(CancellationToken.None);
        using var lanes = new Lanes(new LaneLimits(), life.Outcomes, clock);
        using var replay = new DeadLetterReplay(life.Outcomes, new LocalDeadLetters(life.Outcomes, life.Outcomes), lanes, new WorkScheduler(), new PausedHandlers(), clock, new ListLogger<DeadLetterReplay>());

        await replay.ResumeAsync();

        var deadLetter = life.Outcomes.Find(replaying.Id)!;
        Assert.Equal((false, replaying.Cause, replaying.Key), (deadLetter.IsReplaying, deadLetter.Cause, deadLetter.Key));
        await AssertRetentionProceedsAsync(life);
    }

    [Fact]
    public async Task A_temporarily_unreadable_dead_letter_is_retried_later()
    {
        using var life = await StartAsync(NewDisk());
        await WriteAsync(life, DeadLetterOf(1) with { IsReplaying = true, Replays = 1 }, DeadLetterOf(2) with { IsReplaying = true, Replays = 1 });
        life.Disk.Faults.FailAt(1, forEver: true, static call => call.Operation is DiskOperation.Open);
        using var lanes = new Lanes(new LaneLimits(), life.Outcomes, clock);
        var log = new ListLogger<DeadLetterReplay>();
        using var replay = new DeadLetterReplay(life.Outcomes, new LocalDeadLetters(life.Outcomes, life.Outcomes), lanes, new AtOnce(), new PausedHandlers(), clock, log);

        await replay.ResumeAsync();
        Assert.Equal((0, 2, 1), (lanes.Waiting, life.Outcomes.Replaying, life.Disk.Faults.Failures));

        // Once a second, and one warning per minute.
        for (var second = 1; second < 60; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(1 + second, life.Disk.Faults.Failures);
        }

        Assert.Single(log.Lines, static line => line.Id is 1523);
        life.Disk.Faults.Heal();
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, lanes.Waiting);
        Assert.Equal(2, life.Outcomes.Replaying);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_that_is_never_delivered_again_does_not_block_retention(bool isAfterAnotherRestart)
    {
        var stale = DeadLetterOf(1) with { Handler = null, Cause = DeadLetterCause.Stale };
        var life = await StartAsync(NewDisk());
        await WriteAsync(life, stale);
        await WriteAsync(life, stale with { IsReplaying = true, Replays = 1 });
        life.Outcomes.EventStarted(OutcomeJournalTests.EventOf(1));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        life.Outcomes.DeadLetterRemoved(stale.Id, DeadLetterRemoval.Erased);
        await life.Outcomes.FlushAsync(CancellationToken.None);
        var disk = await life.KillAsync();
        life.Dispose();

        if (isAfterAnotherRestart)
        {
            using var between = await StartAsync(disk);
            disk = await between.KillAsync();
        }

        using var next = await StartAsync(disk);
        Assert.NotNull(next.Outcomes.ProgressOf(OutcomeJournalTests.EventOf(1)));
        await AssertRetentionProceedsAsync(next);
        Assert.Null(next.Outcomes.ProgressOf(OutcomeJournalTests.EventOf(1)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_progress_of_an_event_is_kept_while_it_may_be_delivered_again(bool isDeliveryFirst)
    {
        var (replayed, delivered, taken) = (OutcomeJournalTests.EventOf(1), OutcomeJournalTests.EventOf(2), OutcomeJournalTests.EventOf(3));
        var deadLetter = DeadLetterOf(1) with { Handler = null, Cause = DeadLetterCause.Stale, IsReplaying = true };
        var life = await StartAsync(NewDisk());
        Assert.True(await life.AcceptAsync(HashedBody.Delivery(new Random(1), 100, clock.GetUtcNow())));
        await WriteAsync(life, deadLetter);
        foreach (var one in (EventId[])[replayed, delivered, taken])
        {
            life.Outcomes.EventStarted(one);
        }

        await life.Outcomes.FlushAsync(CancellationToken.None);
        var disk = await life.KillAsync();
        life.Dispose();
        clock.Advance(TimeSpan.FromDays(20));

        // While the delivery is open, and while the dead letter is being replayed.
        using var next = await StartAsync(disk);
        var delivery = Assert.Single(next.TakeAll());
        next.Outcomes.EventStarted(taken);
        next.Retention.Run();
        Assert.Equal((true, true, true), Known());

        Action settle = () => next.Outcomes.DeliverySettled(delivery.Position);
        Action handle = () => next.Outcomes.DeadLetterRemoved(deadLetter.Id, DeadLetterRemoval.Handled);
        (isDeliveryFirst ? settle : handle)();
        next.Retention.Run();
        Assert.Equal((true, true, true), Known());

        // What this run has begun is its own responsibility.
        (isDeliveryFirst ? handle : settle)();
        next.Retention.Run();
        Assert.Equal((false, false, true), Known());

        (bool, bool, bool) Known() => (next.Outcomes.ProgressOf(replayed) is not null, next.Outcomes.ProgressOf(delivered) is not null, next.Outcomes.ProgressOf(taken) is not null);
    }

    /// <summary>The store sets since when it has been kept.</summary>
    private static DeadLetter? Undated(DeadLetter? deadLetter) => deadLetter is null ? null : deadLetter with { KeptSince = null };

    private static DeadLetter DeadLetterOf(int number) => OutcomeJournalTests.DeadLetterOf(number);

    private Task<InboxLife> StartAsync(SimulatedDisk disk, long segmentBytes = 100) => InboxLife.StartAsync(disk, Folder, clock, InboxLife.Settings(segmentBytes));

    private static async Task WriteAsync(InboxLife life, params IEnumerable<DeadLetter> deadLetters)
    {
        foreach (var deadLetter in deadLetters)
        {
            // A dead letter marked as replayed replaces itself.
            life.Outcomes.DeadLettered(deadLetter with { Replays = 0 }, Body);
            life.Outcomes.DeadLettered(deadLetter, Body);
            await life.Outcomes.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>Changes one byte of the file in which the dead letter is stored.</summary>
    private void Damage(InboxLife life, Guid id)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(id.ToString());
        var path = SegmentsOf(life.Disk, Folder.Outcomes).Last(path => life.Disk[path].AsSpan().IndexOf(text) >= 0);
        var bytes = life.Disk[path];
        bytes[bytes.AsSpan().IndexOf(text) + 40] ^= 1;
        life.Disk[path] = bytes;
    }

    /// <summary>Lets everything become old enough to be deleted; what is still needed is rewritten.</summary>
    private async Task AssertRetentionProceedsAsync(InboxLife life)
    {
        var files = SegmentsOf(life.Disk, Folder.Outcomes)[..^1];
        clock.Advance(TimeSpan.FromDays(20));
        life.Outcomes.EventSettled(new EventId(99));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        life.Retention.Run();
        Assert.Empty(files.Intersect(life.Disk.Paths));
    }

    /// <summary>Runs queued work on the thread that queues it.</summary>
    private sealed class AtOnce : WorkScheduler
    {
        public override void Queue(IThreadPoolWorkItem item) => item.Execute();
    }
}
