using System.Text;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operators;

/// <summary>A dead letter as operators see it.</summary>
internal static class LetterView
{
    public static DeadLetterSummary Summary(DeadLetter letter) => new()
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

    public static DeadLetterDetails Details(DeadLetter letter, WhatsAppEvent? message) =>
        new(Summary(letter)) { ExceptionMessage = letter.ExceptionMessage, Event = EventOf(message) };

    private static EventJson? EventOf(WhatsAppEvent? message) => message switch
    {
        null or { RawJson.IsEmpty: true } => null,

        // No JSON, so as in the event log.
        UnreadableDelivery unreadable => new EventJson(Encoding.ASCII.GetBytes($$"""{"base64":"{{Convert.ToBase64String(unreadable.Body.Span)}}"}""")),
        _ => new EventJson(message.RawJson),
    };
}
