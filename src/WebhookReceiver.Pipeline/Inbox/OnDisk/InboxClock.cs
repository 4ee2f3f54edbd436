using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The folder's own clock, by which everything in it ages. It counts only time that was seen to pass, so a step of the wall clock makes nothing older and nothing
/// younger. Its times look like milliseconds of Unix time and are compared with nothing but each other.
/// </summary>
internal sealed partial class InboxClock
{
    /// <summary>By how much the wall clock and the monotonic one may differ between two looks before that counts as a step.</summary>
    public static readonly TimeSpan LargestDrift = TimeSpan.FromMinutes(1);

    /// <summary>Where a new folder's time may begin, so that no wall clock, however wrong, takes it out of what 32 bits of seconds can say.</summary>
    private static readonly DateTimeOffset EarliestBeginning = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LatestBeginning = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly BootIdentity boot;
    private readonly ILogger<InboxClock> logger;
    private Anchor anchor;
    private ClockRecord look;
    private bool isResumed;
    private long seen;
    private ClockRecord? last;

    public InboxClock(TimeProvider clock, BootIdentity boot, ILogger<InboxClock> logger)
    {
        this.clock = clock;
        this.boot = boot;
        this.logger = logger;
        (anchor, look) = Begin();
    }

    /// <summary>Inbox time in milliseconds. It never goes back, and goes on by no more than has passed.</summary>
    public long Now
    {
        get
        {
            var from = Volatile.Read(ref anchor);
            return from.Time + Milliseconds(clock.GetElapsedTime(from.Timestamp));
        }
    }

    /// <summary>The same in seconds.</summary>
    public uint Seconds => SecondsOf(Now);

    public static uint SecondsOf(long time) => (uint)Math.Clamp(time / 1000, 0, uint.MaxValue);

    /// <summary>The folder bears this time, so it has passed. For recovery, before <see cref="Resume"/>.</summary>
    public void Saw(long time) => seen = Math.Max(seen, time);

    /// <summary>The same of a record that an earlier run has left.</summary>
    public void Saw(ClockRecord record)
    {
        Saw(record.Time);
        last = last is null || last.Time <= record.Time ? record : last;
    }

    /// <summary>The same of the times at which segments were begun.</summary>
    public void Saw(IEnumerable<FoundSegment> segments)
    {
        foreach (var segment in segments)
        {
            // The header has the whole second behind the time that it means.
            Saw(segment.Header is { Version: >= SegmentTimes.FirstVersion } header ? (header.CreatedAt - 1L) * 1000 : 0);
        }
    }

    /// <summary>
    /// Goes on from where the folder's time has come to. What passed since the last record counts where the monotonic clock has counted it; without that the gap
    /// between two runs counts as nothing. A folder without any time begins with that of the wall clock.
    /// </summary>
    public void Resume()
    {
        lock (gate)
        {
            // Recovery resumes before it reads and once more when it has read: what passed meanwhile was seen to pass.
            Saw(isResumed ? Now : 0);
            isResumed = true;
            (var resumed, look) = Begin();
            Volatile.Write(ref anchor, resumed);
            seen = resumed.Time;
        }
    }

    /// <summary>Looks at all clocks, and logs a step of the wall clock since the last time.</summary>
    /// <returns>What is to be kept, so that the next run knows what has passed.</returns>
    public ClockRecord Look()
    {
        lock (gate)
        {
            var now = Record(anchor, clock.GetTimestamp());
            LogStep(look, now);
            return look = now;
        }
    }

    private static long Milliseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMillisecond;

    private (Anchor Anchor, ClockRecord Look) Begin()
    {
        var timestamp = clock.GetTimestamp();
        var monotonic = Monotonic(timestamp);
        var begun = last is null && seen is 0
            ? Math.Clamp(Wall(), EarliestBeginning.ToUnixTimeMilliseconds(), LatestBeginning.ToUnixTimeMilliseconds())
            : Math.Max(seen, last is { } record && IsComparable(record, monotonic) ? record.Time + Milliseconds(monotonic - record.Monotonic) : 0);
        var from = new Anchor(begun, timestamp);
        var now = Record(from, timestamp);

        if (last is not null)
        {
            LogStep(last, now);
        }

        return (from, now);
    }

    private ClockRecord Record(Anchor from, long timestamp) =>
        new(from.Time + Milliseconds(clock.GetElapsedTime(from.Timestamp, timestamp)), Monotonic(timestamp), Wall(), boot.Text);

    /// <summary>As a time and not in ticks of the timestamp, of which another run may have more or fewer in a second.</summary>
    private TimeSpan Monotonic(long timestamp) => clock.GetElapsedTime(0, timestamp);

    private long Wall() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private bool IsComparable(ClockRecord record, TimeSpan monotonic) =>
        record.Boot.Length > 0 && record.Boot.Equals(boot.Text, StringComparison.Ordinal) && record.Monotonic <= monotonic;

    private void LogStep(ClockRecord before, ClockRecord now)
    {
        var step = TimeSpan.FromMilliseconds(now.Wall - before.Wall);

        // In another run on another boot nobody knows how much has passed, but less than nothing it was not.
        step = ReferenceEquals(before, look) || IsComparable(before, now.Monotonic)
            ? step - (now.Monotonic - before.Monotonic)
            : TimeSpan.FromTicks(Math.Min(step.Ticks, 0));

        if (step.Duration() > LargestDrift)
        {
            WallClockStepped(logger, step);
        }
    }

    [LoggerMessage(1290, LogLevel.Warning, "The wall clock is {Step} away from where the time that passed would have taken it; nothing in the inbox gets older or younger by that")]
    private static partial void WallClockStepped(ILogger logger, TimeSpan step);

    /// <summary>From where time is counted: at that timestamp it was that time.</summary>
    private sealed record Anchor(long Time, long Timestamp);
}
