using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Decides when a segment that cannot be read is tried again: for ever, after a pause that doubles, so that a disk in trouble is not also kept busy. Used by the worker
/// alone; <see cref="Trouble"/> is read from any thread.
/// </summary>
internal sealed partial class ReadRetry(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReminderInterval = TimeSpan.FromMinutes(1);

    private ReadTrouble? trouble;
    private TimeSpan pause;
    private long begun;
    private long failed;
    private long logged;

    /// <summary>What cannot be read now; null when the last try succeeded.</summary>
    public ReadTrouble? Trouble => Volatile.Read(ref trouble);

    /// <summary>How long the disk is to be left alone; zero when the next try may begin.</summary>
    public TimeSpan Left
    {
        get
        {
            if (trouble is null)
            {
                return TimeSpan.Zero;
            }

            var left = pause - clock.GetElapsedTime(failed);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public void Failed(SegmentName segment, Exception exception)
    {
        failed = clock.GetTimestamp();

        if (trouble is not { } before)
        {
            pause = FirstPause;
            begun = logged = failed;
            Volatile.Write(ref trouble, new ReadTrouble(segment.ToString(), exception.Message, clock.GetUtcNow(), Tries: 1));
            ReadFailed(logger, segment, exception.Message);
            return;
        }

        pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        Volatile.Write(ref trouble, before with { What = segment.ToString(), Problem = exception.Message, Tries = before.Tries + 1 });

        if (clock.GetElapsedTime(logged) >= ReminderInterval)
        {
            logged = failed;
            StillFailing(logger, segment, before.Tries + 1, clock.GetElapsedTime(begun), exception.Message);
        }
    }

    public void Succeeded()
    {
        if (trouble is not { } over)
        {
            return;
        }

        Volatile.Write(ref trouble, null);
        ReadsAgain(logger, over.What, over.Tries, clock.GetElapsedTime(begun));
    }

    [LoggerMessage(1221, LogLevel.Error, "Segment {Segment} of the inbox could not be read; handling waits and it is tried again: {Problem}")]
    private static partial void ReadFailed(ILogger logger, SegmentName segment, string problem);

    [LoggerMessage(1222, LogLevel.Error, "Segment {Segment} of the inbox could not be read in {Tries} tries over {Time}; handling waits and it is tried again: {Problem}")]
    private static partial void StillFailing(ILogger logger, SegmentName segment, int tries, TimeSpan time, string problem);

    [LoggerMessage(1223, LogLevel.Information, "Segment {Segment} of the inbox was read again after {Tries} failed tries over {Time}")]
    private static partial void ReadsAgain(ILogger logger, string segment, int tries, TimeSpan time);
}
