using System.Collections.Concurrent;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Dispatch;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// The wall clock steps while the service runs or between two runs: nothing is deleted or forgotten before its retention period has passed, and everything is
/// afterwards.
/// </summary>
[Trait("row", "C03")]
[Trait("row", "Q17")]
public sealed class ClockStepTests : InboxTest
{
    private const int DeliveryDays = 3;
    private const int KeyDays = 14;
    private const int DeadLetterRetentionDays = 30;

    private readonly ManualClock clock = new();
    private readonly Random random = new(5);
    private readonly EventId handled = OutcomeJournalTests.EventOf(1);
    private readonly Guid deadLetter = OutcomeJournalTests.DeadLetterOf(2).Id;

    [Theory]
    [InlineData(31)]
    [InlineData(-31)]
    [InlineData(3650)]
    [InlineData(-3650)]
    public async Task A_step_while_running_deletes_and_forgets_nothing_early_or_late(int days)
    {
        using var life = await StartAsync(NewDisk());
        await FillAsync(life);
        clock.SetWall(TimeSpan.FromDays(days));
        Clean();
        AssertHas(life, deliveries: true, key: true, deadLetter: true);

        using var next = await StartAsync(await life.KillAsync());
        Clean();
        AssertHas(next, deliveries: true, key: true, deadLetter: true);

        await AssertGoesInTimeAsync(next);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(-31)]
    [InlineData(3650)]
    [InlineData(-3650)]
    public async Task A_step_between_two_runs_deletes_and_forgets_nothing_early_or_late(int days)
    {
        using var life = await StartAsync(NewDisk());
        await FillAsync(life);
        await life.StopAsync();
        clock.SetWall(TimeSpan.FromDays(days));

        using var next = await StartAsync(life.Disk.AfterKill());
        Clean();
        AssertHas(next, deliveries: true, key: true, deadLetter: true);

        clock.SetWall(TimeSpan.Zero);
        Clean();
        AssertHas(next, deliveries: true, key: true, deadLetter: true);

        await AssertGoesInTimeAsync(next);
    }

    [Theory]
    [InlineData(3650)]
    [InlineData(-3650)]
    public async Task Deliveries_accepted_and_handled_while_the_clock_is_wrong_do_not_block_retention(int days)
    {
        using var life = await StartAsync(NewDisk());
        clock.SetWall(TimeSpan.FromDays(days));
        await FillAsync(life);
        clock.SetWall(TimeSpan.Zero);
        Clean();
        AssertHas(life, deliveries: true, key: true, deadLetter: true);

        using var next = await StartAsync(await life.KillAsync());
        await AssertGoesInTimeAsync(next);
    }

    [Fact]
    public async Task A_folder_created_in_1970_by_an_unset_clock_forgets_nothing_early_or_late()
    {
        var wrong = DateTimeOffset.UnixEpoch - clock.GetUtcNow();
        clock.SetWall(wrong);
        using var life = await StartAsync(NewDisk());
        await FillAsync(life);
        clock.SetWall(TimeSpan.Zero);
        Clean();
        AssertHas(life, deliveries: true, key: true, deadLetter: true);

        using var next = await StartAsync(await life.KillAsync());
        Clean();
        AssertHas(next, deliveries: true, key: true, deadLetter: true);

        await AssertGoesInTimeAsync(next);
    }

    [Fact]
    public async Task A_repetition_after_the_clock_was_corrected_takes_effect_once()
    {
        var calls = new ConcurrentQueue<string>();
        var message = Wire.Text("15550100300", "wamid.1", clock.GetUtcNow());
        clock.SetWall(DateTimeOffset.UnixEpoch - clock.GetUtcNow());
        SimulatedDisk disk;

        await using (var run = await RunAsync(NewDisk()))
        {
            await run.AcceptAsync(message);
            await run.UntilIdleAsync();
            clock.SetWall(TimeSpan.Zero);
            await run.AcceptAsync(message);
            await run.UntilIdleAsync();
            Assert.Single(calls);
            disk = await run.KillAsync();
        }

        await using var next = await RunAsync(disk);
        clock.SetWall(TimeSpan.FromDays(31));
        await next.AcceptAsync(message);
        await next.UntilIdleAsync();
        Assert.Single(calls);

        Task<JournalRun> RunAsync(SimulatedDisk on) => JournalRun.StartAsync(
            webhooks => webhooks.On<TextMessage>((TextMessage received) => calls.Enqueue(received.MessageId!)), on, Folder, clock);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Time_while_the_service_is_off_counts_on_the_same_boot_only(bool isSameBoot)
    {
        using var life = await StartAsync(NewDisk());
        await FillAsync(life);
        await life.StopAsync();
        clock.Advance(TimeSpan.FromDays(40));

        if (!isSameBoot)
        {
            clock.Reboot(uptime: TimeSpan.FromDays(100));
        }

        using var next = await StartAsync(life.Disk.AfterKill());
        Clean();
        Assert.Equal(!isSameBoot, next.Outcomes.IsSettled(handled));
        Assert.Equal(!isSameBoot, next.Outcomes.Find(deadLetter) is not null);

        Assert.Equal(!isSameBoot, HasDeliveries(next));

        // The last file of a run counts as written until the next run begins one.
        Assert.Contains(next.Segments.All, static segment => segment.FirstSequence is > 0);
        await AdvanceAsync(life, TimeSpan.FromDays(DeliveryDays));
        Assert.DoesNotContain(next.Segments.All, static segment => segment.FirstSequence is > 0);
    }

    /// <summary>Creates one of everything that is kept and deleted when due.</summary>
    private async Task FillAsync(InboxLife life)
    {
        var deliveries = await life.AcceptAsync(Enumerable.Range(0, 8).Select(_ => HashedBody.Delivery(random, 900, clock.GetUtcNow())));
        life.TakeAll();
        life.Outcomes.EventSettled(handled);
        life.Outcomes.DeadLettered(OutcomeJournalTests.DeadLetterOf(2) with { LastAttemptAt = clock.GetUtcNow() }, new byte[] { 2 });
        deliveries.ForEach(delivery => life.Outcomes.DeliverySettled(delivery.Position));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        Assert.True(life.Segments.All.Count > 1);
    }

    /// <summary>As the inbox does every minute.</summary>
    private void Clean() => clock.Advance(TimeSpan.FromMinutes(1));

    /// <summary>Two more rounds, in which the last delivery segment is ended and deleted.</summary>
    private async Task AdvanceAsync(InboxLife life, TimeSpan time)
    {
        clock.Advance(time);
        Clean();
        await life.UntilAsync(() => !life.Retention.NewestIsDue || life.Segments.All.Count > 1, "another segment was begun");
        Clean();
        Clean();
    }

    private async Task AssertGoesInTimeAsync(InboxLife life)
    {
        var margin = TimeSpan.FromMinutes(10);
        clock.Advance(TimeSpan.FromDays(DeliveryDays) - margin);
        AssertHas(life, deliveries: true, key: true, deadLetter: true);

        await AdvanceAsync(life, 2 * margin);
        AssertHas(life, deliveries: false, key: true, deadLetter: true);

        clock.Advance(TimeSpan.FromDays(KeyDays - DeliveryDays) - (2 * margin));
        AssertHas(life, deliveries: false, key: true, deadLetter: true);

        await AdvanceAsync(life, 2 * margin);
        AssertHas(life, deliveries: false, key: false, deadLetter: true);

        clock.Advance(TimeSpan.FromDays(DeadLetterRetentionDays - KeyDays) - (2 * margin));
        AssertHas(life, deliveries: false, key: false, deadLetter: true);

        await AdvanceAsync(life, 2 * margin);
        AssertHas(life, deliveries: false, key: false, deadLetter: false);
    }

    private void AssertHas(InboxLife life, bool deliveries, bool key, bool deadLetter)
    {
        Assert.Equal(
            (deliveries, key, deadLetter, deadLetter),
            (HasDeliveries(life), life.Outcomes.IsSettled(handled), life.Outcomes.Find(this.deadLetter) is not null, life.Outcomes.BodyOf(this.deadLetter) is not null));
    }

    private bool HasDeliveries(InboxLife life)
    {
        var sequences = life.Segments.All.Where(static segment => segment.FirstSequence > 0).ToList();
        Assert.All(sequences, segment => Assert.Contains(Path.Combine(Folder.Deliveries, segment.Name.ToString()), life.Disk.Paths));
        return sequences.Exists(static segment => segment.FirstSequence is 1);
    }

    private Task<InboxLife> StartAsync(SimulatedDisk disk) => InboxLife.StartAsync(disk, Folder, clock, InboxLife.Settings(3000));
}
