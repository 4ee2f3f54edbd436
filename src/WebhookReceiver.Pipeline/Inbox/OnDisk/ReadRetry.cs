using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Decides when to retry a segment that cannot be read: indefinitely, with exponential backoff, so that a failing disk is not kept busy as well. Used by the
/// worker only; <see cref="Trouble"/> is read from any thread.
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

    /// <summary>What cannot be read at the moment; null when the last attempt succeeded.</summary>
    public ReadTrouble? Trouble => Volatile.Read(ref trouble);

    /// <summary>The remaining backoff; zero when the next attempt may begin.</summary>
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

    [LoggerMessage(1221, LogLevel.Error, "Segment {Segment} of the inbox could not be read; handling waits while it is retried: {Problem}")]
    private static partial void ReadFailed(ILogger logger, SegmentName segment, string problem);

    [LoggerMessage(1222, LogLevel.Error, "Segment {Segment} of the inbox could not be read in {Tries} attempts over {Time}; handling waits while it is retried: {Problem}")]
    private static partial void StillFailing(ILogger logger, SegmentName segment, int tries, TimeSpan time, string problem);

    [LoggerMessage(1223, LogLevel.Information, "Segment {Segment} of the inbox could be read again after {Tries} failed attempts over {Time}")]
    private static partial void ReadsAgain(ILogger logger, string segment, int tries, TimeSpan time);
}
