using System.Text;
using WebhookReceiver.Commands.Output;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>Prints dead letters for people.</summary>
internal static class DeadLetterText
{
    public static void Write(IOutput output, DeadLetterPage page)
    {
        if (page.DeadLetters.Count is 0)
        {
            output.Line("No dead letters.");
            return;
        }

        output.Table(
            ["ID", "TYPE", "HANDLER", "CAUSE", "EXCEPTION", "ATTEMPTS", "LAST ATTEMPT", "REPLAYS", "MESSAGE ID"],
            [.. page.DeadLetters.Select(static letter => new object?[]
            {
                letter.Id,
                letter.Type,
                letter.Handler,
                letter.Cause,
                letter.ExceptionType,
                letter.Attempts,
                letter.LastAttemptAt,
                letter.IsReplaying ? $"{letter.Replays} (replaying)" : letter.Replays,
                letter.MessageId,
            })]);

        if (page.DeadLetters.Count < page.Total)
        {
            output.Line($"{page.DeadLetters.Count} of {page.Total}, the newest first.");
        }
    }

    public static void Write(IOutput output, DeadLetterGroups groups)
    {
        if (groups.Groups.Count is 0)
        {
            output.Line("No dead letters.");
            return;
        }

        output.Table(
            ["COUNT", "HANDLER", "EXCEPTION", "CAUSE", "OLDEST", "NEWEST"],
            [.. groups.Groups.Select(static group => new object?[] { group.Count, group.Handler, group.ExceptionType, group.Cause, group.Oldest, group.Newest })]);
    }

    public static void Write(IOutput output, DeadLetterDetails letter) => output.Fields(
        ("Id", letter.Id),
        ("Type", letter.Type),
        ("Handler", letter.Handler),
        ("Cause", letter.Cause),
        ("Exception", letter.ExceptionType),
        ("Message", letter.ExceptionMessage),
        ("Attempts", letter.Attempts),
        ("First attempt", letter.FirstAttemptAt),
        ("Last attempt", letter.LastAttemptAt),
        ("Replays", letter.Replays),
        ("Replaying", letter.IsReplaying),
        ("Received", letter.ReceivedAt),
        ("Occurred", letter.OccurredAt),
        ("Endpoint", letter.Endpoint),
        ("Conversation", letter.Conversation),
        ("Message id", letter.MessageId),
        ("Delivery", letter.DeliveryId),
        ("Key", letter.Key),
        ("Event", letter.Event is { } json ? OneLine(json) : "can no longer be read"));

    public static void Write(IOutput output, JobReport job, string note)
    {
        var done = job.Kind is "replay" ? $"{job.Replaying} replaying" : $"{job.Discarded} discarded";
        output.Line($"{job.Found} found, {done}, {job.Skipped} skipped, {job.Unreadable} unreadable. {note}".TrimEnd());

        if (job.State is not JobReport.Completed)
        {
            output.Line($"The job was {job.State} after {job.Done} of {job.Found}.{(job.Problem is null ? string.Empty : $" {job.Problem}")}");
        }
    }

    /// <summary>Between JSON tokens, the only place where they may occur, line ends and tabs have no meaning.</summary>
    private static string OneLine(EventJson json) => Encoding.UTF8.GetString(json.Text.Span).Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ');
}
