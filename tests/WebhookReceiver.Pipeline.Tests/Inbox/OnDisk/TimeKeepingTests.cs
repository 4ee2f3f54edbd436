using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using WebhookReceiver.Operators;
using WebhookReceiver.Pipeline.Tests.Dispatch;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>How inbox time carries over from one run to the next, and how it is shown.</summary>
[Trait("row", "C03")]
[Trait("row", "Q17")]
public sealed class TimeKeepingTests : InboxTest
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualClock clock = new();

    [Fact]
    public async Task An_idle_service_writes_the_time_once_a_minute_so_that_a_crash_costs_at_most_a_minute()
    {
        using var life = await StartAsync(NewDisk());

        for (var minute = 0; minute < 100; minute++)
        {
            clock.Advance(Minute);
            await life.Outcomes.FlushAsync(CancellationToken.None);
        }

        clock.Advance(TimeSpan.FromSeconds(59));
        var now = life.Time.Now;
        var disk = await life.KillAsync();
        Assert.InRange(SegmentsOf(disk, Folder.Outcomes).Sum(path => disk[path].Length), 0, 101 * 160);

        clock.Reboot();
        using var next = await StartAsync(disk);
        Assert.Equal(now - 59_000, next.Time.Now);
    }

    [Fact]
    public async Task A_clean_stop_costs_nothing()
    {
        using var life = await StartAsync(NewDisk());
        clock.Advance(TimeSpan.FromSeconds(59));
        var now = life.Time.Now;
        await life.StopAsync();
        clock.Reboot();

        using var next = await StartAsync(life.Disk.AfterPowerCut(new Random(1)));
        Assert.Equal(now, next.Time.Now);
    }

    [Fact]
    public async Task Many_short_runs_do_not_speed_up_time()
    {
        var begun = clock.GetTimestamp();
        var disk = NewDisk();
        var first = 0L;

        for (var start = 0; start < 30; start++)
        {
            using var life = await StartAsync(disk);
            first = start is 0 ? life.Time.Now : first;
            Assert.InRange(life.Time.Now - first, 0, (long)clock.GetElapsedTime(begun).TotalMilliseconds);
            clock.Advance(TimeSpan.FromMilliseconds(7));
            disk = await life.KillAsync();
        }
    }

    [Fact]
    public async Task Without_outcomes_the_folder_continues_from_the_times_in_the_deliveries_and_not_from_the_wall_clock()
    {
        using var life = await StartAsync(NewDisk());
        clock.Advance(Minute);
        var now = life.Time.Now;
        await life.StopAsync();
        var disk = life.Disk.AfterKill();
        SegmentsOf(disk, Folder.Outcomes).ForEach(disk.Remove);
        clock.SetWall(TimeSpan.FromDays(400));
        clock.Reboot();

        using var next = await StartAsync(disk);
        Assert.InRange(next.Time.Now, now - 60_000 - 1000, now);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(-31)]
    public async Task A_step_is_logged_once_while_running_and_once_between_two_runs(int days)
    {
        using var life = await StartAsync(NewDisk());
        clock.Advance(Minute);
        clock.SetWall(TimeSpan.FromDays(days));
        clock.Advance(Minute);
        clock.Advance(Minute);
        Assert.Equal(1290, Assert.Single(life.TimeLog.Lines).Id);

        await life.StopAsync();
        clock.SetWall(TimeSpan.Zero);
        using var next = await StartAsync(life.Disk.AfterKill());
        clock.Advance(Minute);
        Assert.Contains($"{-days}.00:00:00", Assert.Single(next.TimeLog.Lines).Text, StringComparison.Ordinal);
        Assert.Single(life.TimeLog.Lines);
    }

    [Fact]
    public async Task Segments_of_outcomes_are_deleted_when_due_although_the_clock_was_ten_years_ahead_when_they_were_written()
    {
        clock.SetWall(TimeSpan.FromDays(3650));
        using var life = await StartAsync(NewDisk());
        life.Outcomes.EventStarted(OutcomeJournalTests.EventOf(1));
        life.Outcomes.EventSettled(OutcomeJournalTests.EventOf(1));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        await life.StopAsync();
        var disk = life.Disk.AfterKill();
        var old = SegmentsOf(disk, Folder.Outcomes);
        clock.SetWall(TimeSpan.Zero);

        using var next = await StartAsync(disk);
        clock.Advance(TimeSpan.FromDays(15));
        Assert.Equal(old, SegmentsOf(next.Disk, Folder.Outcomes).Intersect(old));
        clock.Advance(Minute);
        Assert.Empty(SegmentsOf(next.Disk, Folder.Outcomes).Intersect(old));
    }

    [Theory]
    [InlineData(3650)]
    [InlineData(-3650)]
    public async Task The_deletion_time_shown_to_operators_is_correct_by_the_current_wall_clock(int days)
    {
        await using var run = await JournalRun.StartAsync(webhooks => webhooks.On<TextMessage>(static (TextMessage _) => { }), NewDisk(), Folder, clock);
        clock.SetWall(TimeSpan.FromDays(days));
        await run.AcceptAsync(Wire.Text("15550100300", "wamid.1", clock.GetUtcNow()));
        await run.UntilIdleAsync();
        clock.Advance(TimeSpan.FromDays(1));
        clock.SetWall(TimeSpan.FromDays(days / 2));

        var report = await run.Service<WhatsAppInbox>().EraseAsync("15550100300", TestContext.Current.CancellationToken);

        Assert.Equal(report.ErasedAt + TimeSpan.FromDays(2) + TimeSpan.FromMinutes(2), Assert.Single(report.DeliverySegments).GoneBy);
    }

    [Fact]
    public void A_file_ends_where_the_next_begins_and_one_of_version_1_where_the_first_of_version_2_begins()
    {
        FoundSegment[] found = [Found(1, 1, 99), Found(2, 1, 5_000_000), Found(3, null, 0), Found(4, 2, 70), Found(5, null, 0), Found(6, 2, 80), Found(7, 2, 90)];

        var ends = SegmentTimes.EndsOf(found, 95_500);

        Assert.Equal([70_000, 70_000, 70_000, 80_000, 80_000, 90_000, 95_500], found.Select(segment => ends[segment.Name]));
    }

    private static FoundSegment Found(long id, int? version, uint createdAt) =>
        new(new SegmentName(id, 1), version is { } known ? new SegmentHeader(known, 1, default, createdAt) : null, 64);

    private Task<InboxLife> StartAsync(SimulatedDisk disk) => InboxLife.StartAsync(disk, Folder, clock, InboxLife.Settings(3000));
}
