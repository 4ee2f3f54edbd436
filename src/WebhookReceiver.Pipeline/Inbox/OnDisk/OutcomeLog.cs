using Microsoft.Extensions.Logging;
using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The log messages of the parts of <see cref="OutcomeJournal"/>, all in its category.</summary>
internal static partial class OutcomeLog
{
    [LoggerMessage(1240, LogLevel.Error, "Outcomes could not be written; they are rewritten into a new segment: {Problem}")]
    public static partial void WriteFailed(ILogger logger, string problem);

    [LoggerMessage(1241, LogLevel.Information, "Outcomes can be written again, in a new segment")]
    public static partial void WritesAgain(ILogger logger);

    [LoggerMessage(1242, LogLevel.Error, "Outcomes cannot be written; handling stops, and the next attempt follows in a second: {Problem}")]
    public static partial void StillBroken(ILogger logger, string problem);

    [LoggerMessage(1243, LogLevel.Error, "Keys of handled events could not be written to a file, and stay in memory: {Problem}")]
    public static partial void KeysNotWritten(ILogger logger, string problem);

    [LoggerMessage(1244, LogLevel.Error, "A dead letter in segment {Segment} at {Offset} is damaged and cannot be read: {Problem}")]
    public static partial void DeadLetterUnreadable(ILogger logger, SegmentName segment, long offset, string problem);

    [LoggerMessage(1245, LogLevel.Warning, "A dead letter in segment {Segment} at {Offset} cannot be read at the moment: {Problem}")]
    public static partial void DeadLetterUnavailable(ILogger logger, SegmentName segment, long offset, string problem);

    [LoggerMessage(1246, LogLevel.Warning, "{Events} event(s) that an earlier run began are forgotten: no delivery or dead letter contains them any longer")]
    public static partial void UnclaimedForgotten(ILogger logger, int events);
}
