using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

[Trait("row", "Q17")]
public sealed class InboxClockTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ManualClock clock = new();
    private readonly ListLogger<InboxClock> log = new();

    [Fact]
    public void A_new_folder_starts_at_the_wall_clock_and_advances_with_elapsed_time()
    {
        var time = Started();
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), time.Now);

        var begun = time.Now;
        clock.Advance(Day);
        clock.SetWall(31 * Day);
        Assert.Equal(begun + TimeSpan.MillisecondsPerDay, time.Now);
        clock.SetWall(-31 * Day);
        Assert.Equal(begun + TimeSpan.MillisecondsPerDay, time.Now);
    }

    [Theory]
    [InlineData("0001-01-01", "2000-01-01")]
    [InlineData("1970-01-01", "2000-01-01")]
    [InlineData("2150-01-01", "2090-01-01")]
    public void A_new_folder_starts_within_bounds_that_leave_room_for_all_times_it_will_need(string wall, string begun)
    {
        clock.SetWall(Date(wall) - clock.GetUtcNow());
        var time = Started();
        Assert.Equal(Date(begun).ToUnixTimeMilliseconds(), time.Now);
        Assert.InRange(time.Seconds, 1u, uint.MaxValue - (uint)(10 * 365 * Day).TotalSeconds);
    }

    [Fact]
    public void Between_two_runs_on_the_same_boot_the_monotonic_clock_counts()
    {
        var before = Started();
        clock.Advance(Day);
        var record = before.Look();
        clock.Advance(40 * Day);
        clock.SetWall(-5 * Day);
        var expected = before.Now;

        Assert.Equal(expected, Started(record).Now);
        Assert.Equal(expected, Started(record, record.Time + TimeSpan.MillisecondsPerDay).Now);
    }

    [Fact]
    public void Between_two_runs_on_different_boots_only_the_times_in_the_folder_count()
    {
        var record = Started().Look();
        clock.Advance(40 * Day);
        clock.Reboot(100 * Day);
        clock.SetWall(1000 * Day);

        Assert.Equal(record.Time, Started(record).Now);
        Assert.Equal(record.Time + 5, Started(record, record.Time + 5).Now);
    }

    [Fact]
    public void Timestamps_that_went_back_belong_to_another_boot_whatever_its_id()
    {
        var record = Started().Look();
        Assert.Equal(record.Time, Started(record with { Monotonic = record.Monotonic + TimeSpan.FromTicks(1) }).Now);
        Assert.Equal(record.Time, Started(record with { Monotonic = record.Monotonic + (10 * Day) }).Now);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public void Boots_without_an_id_are_never_the_same()
    {
        var record = Started().Look() with { Boot = string.Empty };
        clock.Advance(Day);
        var time = new InboxClock(clock, new BootIdentity(string.Empty), log);
        time.Saw(record);
        time.Resume();
        Assert.Equal(record.Time, time.Now);
    }

    [Fact]
    public void The_times_in_the_folder_take_precedence_over_the_wall_clock_even_without_a_record()
    {
        var seen = clock.GetUtcNow().AddDays(-400).ToUnixTimeMilliseconds();
        Assert.Equal(seen, Started(seen: seen).Now);
    }

    [Fact]
    public void Time_that_passes_while_the_folder_is_read_counts()
    {
        var time = Started();
        clock.Advance(TimeSpan.FromMinutes(5));
        var now = time.Now;
        time.Saw(now - 60_000);
        time.Resume();
        Assert.Equal(now, time.Now);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(-31)]
    public void A_step_while_running_is_logged_once(int days)
    {
        var time = Started();
        clock.Advance(TimeSpan.FromMinutes(1));
        time.Look();
        Assert.Empty(log.Lines);

        clock.SetWall(days * Day);
        clock.Advance(TimeSpan.FromMinutes(1));
        time.Look();
        clock.Advance(TimeSpan.FromMinutes(1));
        time.Look();

        var line = Assert.Single(log.Lines);
        Assert.Equal((LogLevel.Warning, 1290), (line.Level, line.Id));
        Assert.Contains($"{days}.00:00:00", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slowly_adjusted_clock_is_not_a_step()
    {
        var time = Started();

        for (var minute = 1; minute < 1000; minute++)
        {
            clock.SetWall(minute * TimeSpan.FromSeconds(30));
            clock.Advance(TimeSpan.FromMinutes(1));
            time.Look();
        }

        Assert.Empty(log.Lines);
    }

    [Theory]
    [InlineData(31, false, "31.00:00:00")]
    [InlineData(-31, false, "-31.00:00:00")]
    [InlineData(-31, true, "-30.00:00:00")]
    [InlineData(31, true, null)]
    [InlineData(0, false, null)]
    [InlineData(0, true, null)]
    public void A_step_between_two_runs_is_logged_once_as_far_as_it_is_known(int days, bool isOtherBoot, string? step)
    {
        var record = Started().Look();
        clock.Advance(Day);
        clock.SetWall(days * Day);

        if (isOtherBoot)
        {
            clock.Reboot();
        }

        var time = Started(record);
        clock.Advance(TimeSpan.FromMinutes(1));
        time.Look();

        if (step is null)
        {
            Assert.Empty(log.Lines);
        }
        else
        {
            Assert.Contains($" {step} ", Assert.Single(log.Lines).Text, StringComparison.Ordinal);
        }
    }

    private static DateTimeOffset Date(string text) => DateTimeOffset.Parse(text + "Z", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>As recovery does: it resumes the clock before it reads and again afterwards.</summary>
    private InboxClock Started(ClockRecord? record = null, long seen = 0)
    {
        var time = new InboxClock(clock, new BootIdentity(clock.Boot), log);
        time.Saw(seen);

        // Only a folder without any recorded time has none before it is read.
        time.Saw(record?.Time ?? 0);
        time.Resume();

        if (record is not null)
        {
            time.Saw(record);
        }

        time.Resume();
        return time;
    }
}
