using System.Globalization;
using WebhookReceiver.Commands.Output;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands.Events;

/// <summary>Prints events for people.</summary>
internal static class EventText
{
    public static void Write(IOutput output, EventPage page)
    {
        if (page.Events.Count > 0)
        {
            output.Table(
                ["RECEIVED", "TYPE", "STATE", "KEY", "CONVERSATION", "MESSAGE", "ENDPOINT"],
                [.. page.Events.Select(static one => new object?[]
                {
                    one.ReceivedAt,
                    one.Type,
                    one.State.ToString().ToLowerInvariant(),
                    one.Key,
                    one.Conversation,
                    one.MessageId,
                    one.Endpoint,
                })]);
        }

        output.Line(Footer(page));
    }

    public static void Write(IOutput output, EventDetails one)
    {
        output.Fields(
            ("Key", one.Key),
            ("Type", one.Type),
            ("State", one.State.ToString().ToLowerInvariant()),
            ("Message", one.MessageId),
            ("Conversation", one.Conversation),
            ("Endpoint", one.Endpoint),
            ("Account", one.Account),
            ("Occurred", one.OccurredAt),
            ("Received", string.Join(", ", one.Deliveries.Select(static delivery => $"{Text(delivery.ReceivedAt)} in {delivery.DeliveryId}{(delivery.IsDuplicate ? " (repeated)" : string.Empty)}"))),
            ("Settled", one.SettledAt));

        if (one.Attempts.Count > 0)
        {
            output.Line(string.Empty);
            output.Table(["ATTEMPT", "BEGAN", "ENDED", "HANDLER", "RESULT", "EXCEPTION"], [.. one.Attempts.SelectMany(Rows)]);
        }

        if (one.DeadLetterSteps.Count > 0)
        {
            output.Line(string.Empty);
            output.Table(
                ["DEAD LETTER", "HANDLER", "WHEN", "WHAT HAPPENED", "EXCEPTION"],
                [.. one.DeadLetterSteps.Select(static step => new object?[] { step.DeadLetterId, step.Handler, step.At, step.Step, step.ExceptionType })]);
        }

        if (one.Handlers.Count > 0)
        {
            output.Line(string.Empty);
            output.Table(
                ["HANDLER", "STATE", "FAILURES", "NEXT CALL", "DEAD LETTER"],
                [.. one.Handlers.Select(static handler => new object?[] { handler.Handler, handler.State, handler.Failures, handler.NextAttemptAt, handler.DeadLetterId })]);
        }
    }

    private static IEnumerable<object?[]> Rows(EventAttempt attempt) => attempt.Handlers.DefaultIfEmpty().Select(result => new object?[]
    {
        attempt.Attempt,
        attempt.StartedAt,
        attempt.Died ? "the process died" : attempt.EndedAt,
        result?.Handler,
        result?.Result,
        result?.ExceptionType,
    });

    private static string Footer(EventPage page) => page switch
    {
        { IsComplete: false } => $"Searched back to {Text(page.SearchedBackTo)}; there may be more before that.",
        { Next: not null } => $"{page.Events.Count} shown; there are more, see --limit.",
        { Events.Count: 0 } => "No such event is stored.",
        _ => $"{page.Events.Count} found.",
    };

    private static string Text(DateTimeOffset? time) => time?.ToString("u", CultureInfo.InvariantCulture) ?? string.Empty;
}
