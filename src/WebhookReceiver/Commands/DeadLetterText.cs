using System.Text;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>Dead letters for people.</summary>
internal static class DeadLetterText
{
    public static void Write(IReadOnlyList<DeadLetterSummary> letters)
    {
        if (letters.Count is 0)
        {
            Console.WriteLine("No dead letters.");
            return;
        }

        Output.Table(
            ["ID", "TYPE", "HANDLER", "CAUSE", "ATTEMPTS", "LAST ATTEMPT", "REPLAYS"],
            [.. letters.Select(static letter => new[]
            {
                letter.Id.ToString(),
                letter.Type,
                Output.Text(letter.Handler),
                letter.Cause,
                Output.Text(letter.Attempts),
                Output.Text(letter.LastAttemptAt),
                Output.Text(letter.Replays) + (letter.IsReplaying ? " (replaying)" : string.Empty),
            })]);
    }

    public static void Write(DeadLetterDetails letter) => Output.Lines(
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
        ("Delivery", letter.DeliveryId),
        ("Key", letter.Key),
        ("Event", letter.Event is { } json ? Encoding.UTF8.GetString(json.Text.Span) : "cannot be read any more"));
}
