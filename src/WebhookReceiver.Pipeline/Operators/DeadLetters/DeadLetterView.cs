using System.Text;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operators;

/// <summary>Converts a dead letter to what operators see.</summary>
internal static class DeadLetterView
{
    public static DeadLetterSummary Summary(DeadLetterReading reading) => reading.Letter is { } letter ? Summary(letter) : Summary(reading.Entry);

    public static DeadLetterDetails Details(DeadLetterReading reading) => reading.Letter is { } letter
        ? new(Summary(letter)) { ExceptionMessage = letter.ExceptionMessage, Event = EventOf(DeadLetterBody.Read(letter, reading.Body)?.Message) }
        : new(Summary(reading.Entry));

    private static DeadLetterSummary Summary(DeadLetterEntry entry) => new()
    {
        Id = entry.Id,
        Key = string.Empty,
        Type = entry.EventType,
        Endpoint = entry.Endpoint,
        DeliveryId = Guid.Empty,
        ReceivedAt = entry.LastAttemptAt,
        Handler = entry.Handler,
        Cause = entry.Cause.Text,
        LastAttemptAt = entry.LastAttemptAt,
        IsReplaying = entry.IsReplaying,
        IsUnreadable = true,
    };

    private static DeadLetterSummary Summary(DeadLetter letter) => new()
    {
        Id = letter.Id,
        Key = letter.Key.ToString(),
        Type = letter.EventType,
        Endpoint = letter.Endpoint,
        Account = letter.Account,
        PhoneNumberId = letter.PhoneNumberId,
        Conversation = letter.Conversation,
        DeliveryId = letter.DeliveryId,
        ReceivedAt = letter.ReceivedAt,
        OccurredAt = letter.OccurredAt,
        Handler = letter.Handler,
        Cause = letter.Cause.Text,
        ExceptionType = letter.ExceptionType,
        Attempts = letter.Attempts,
        FirstAttemptAt = letter.FirstAttemptAt,
        LastAttemptAt = letter.LastAttemptAt,
        Replays = letter.Replays,
        IsReplaying = letter.IsReplaying,
    };

    public static EventJson? EventOf(WhatsAppEvent? message) => message switch
    {
        null or { RawJson.IsEmpty: true } => null,

        // Not JSON, so it is shown as in the event log.
        UnreadableDelivery unreadable => new EventJson(Encoding.ASCII.GetBytes($$"""{"base64":"{{Convert.ToBase64String(unreadable.Body.Span)}}"}""")),
        _ => new EventJson(message.RawJson),
    };
}
