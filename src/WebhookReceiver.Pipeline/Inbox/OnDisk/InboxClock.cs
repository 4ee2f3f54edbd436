using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The folder's own clock, by which everything in it ages. It counts only time that was observed to pass, so a step of the wall clock makes nothing older or
/// younger. Its times look like Unix milliseconds but are compared only with each other.
/// </summary>
internal sealed partial class InboxClock
{
    /// <summary>How far the wall clock and the monotonic clock may drift apart between two readings before that counts as a step.</summary>
    public static readonly TimeSpan LargestDrift = TimeSpan.FromMinutes(1);

    /// <summary>The range in which a new folder's time may begin, so that even a very wrong wall clock does not take it beyond 32 bits of seconds.</summary>
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

    /// <summary>Inbox time in milliseconds. It never goes back, and never advances by more than the time that has passed.</summary>
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

    /// <summary>Notes a time recorded in the folder, which must have passed. For recovery, before <see cref="Resume"/>.</summary>
    public void Saw(long time) => seen = Math.Max(seen, time);

    /// <summary>Notes the time in a record left by an earlier run.</summary>
    public void Saw(ClockRecord record)
    {
        Saw(record.Time);
        last = last is null || last.Time <= record.Time ? record : last;
    }

    /// <summary>Notes the times at which segments were begun.</summary>
    public void Saw(IEnumerable<FoundSegment> segments)
    {
        foreach (var segment in segments)
        {
            // The header's time is rounded up to a whole second.
            Saw(segment.Header is { Version: >= SegmentTimes.FirstVersion } header ? (header.CreatedAt - 1L) * 1000 : 0);
        }
    }

    /// <summary>
    /// Continues from the latest time in the folder. The time since the last record counts if the monotonic clock has measured it; otherwise the gap between
    /// two runs counts as zero. A folder without any recorded time starts from the wall clock.
    /// </summary>
    public void Resume()
    {
        lock (gate)
        {
            // Recovery resumes the clock before it reads and again afterwards: the time in between was observed to pass.
            Saw(isResumed ? Now : 0);
            isResumed = true;
            (var resumed, look) = Begin();
            Volatile.Write(ref anchor, resumed);
            seen = resumed.Time;
        }
    }

    /// <summary>Reads all clocks, and logs a step of the wall clock since the last reading.</summary>
    /// <returns>The record to store, so that the next run knows how much time has passed.</returns>
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

    /// <summary>As a time span and not as raw timestamp ticks, whose frequency may differ in another run.</summary>
    private TimeSpan Monotonic(long timestamp) => clock.GetElapsedTime(0, timestamp);

    private long Wall() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private bool IsComparable(ClockRecord record, TimeSpan monotonic) =>
        record.Boot.Length > 0 && record.Boot.Equals(boot.Text, StringComparison.Ordinal) && record.Monotonic <= monotonic;

    private void LogStep(ClockRecord before, ClockRecord now)
    {
        var step = TimeSpan.FromMilliseconds(now.Wall - before.Wall);

        // After another boot nobody knows how much time has passed, but it was not negative.
        step = ReferenceEquals(before, look) || IsComparable(before, now.Monotonic)
            ? step - (now.Monotonic - before.Monotonic)
            : TimeSpan.FromTicks(Math.Min(step.Ticks, 0));

        if (step.Duration() > LargestDrift)
        {
            WallClockStepped(logger, step);
        }
    }

    [LoggerMessage(1290, LogLevel.Warning, "The wall clock is {Step} away from where the elapsed time would have taken it; this makes nothing in the inbox older or younger")]
    private static partial void WallClockStepped(ILogger logger, TimeSpan step);

    /// <summary>The origin from which time is counted: the inbox time at a timestamp.</summary>
    private sealed record Anchor(long Time, long Timestamp);
}
