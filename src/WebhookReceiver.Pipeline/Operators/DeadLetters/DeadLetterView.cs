using System.Text;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operators;

/// <summary>Converts a dead letter to what operators see.</summary>
internal static class DeadLetterView
{
    public static DeadLetterSummary Summary(DeadLetterReading reading) => reading.Letter is { } letter ? Summary(letter, EventOf(letter, reading)) : Summary(reading.Entry);

    public static DeadLetterDetails Details(DeadLetterReading reading) => reading.Letter is { } letter
        ? Details(letter, EventOf(letter, reading))
        : new(Summary(reading.Entry));

    private static WhatsAppEvent? EventOf(DeadLetter letter, DeadLetterReading reading) => DeadLetterBody.Read(letter, reading.Body)?.Message;

    private static DeadLetterDetails Details(DeadLetter letter, WhatsAppEvent? message) =>
        new(Summary(letter, message)) { ExceptionMessage = letter.ExceptionMessage, Event = JsonOf(message) };

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
        ExceptionType = entry.ExceptionType,
        LastAttemptAt = entry.LastAttemptAt,
        IsReplaying = entry.IsReplaying,
        IsUnreadable = true,
    };

    private static DeadLetterSummary Summary(DeadLetter letter, WhatsAppEvent? message) => new()
    {
        Id = letter.Id,
        Key = letter.Key.ToString(),
        Type = letter.EventType,
        Endpoint = letter.Endpoint,
        Account = letter.Account,
        PhoneNumberId = letter.PhoneNumberId,
        Conversation = letter.Conversation,
        MessageId = message is null ? null : MessageIds.Of(message),
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

    public static EventJson? JsonOf(WhatsAppEvent? message) => message switch
    {
        null or { RawJson.IsEmpty: true } => null,

        // Not JSON, so it is shown as in the event log.
        UnreadableDelivery unreadable => new EventJson(Encoding.ASCII.GetBytes($$"""{"base64":"{{Convert.ToBase64String(unreadable.Body.Span)}}"}""")),
        _ => new EventJson(message.RawJson),
    };
}
