using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>Makes dead letters of events.</summary>
internal static class DeadLetters
{
    public static DeadLetter Of(EventTurn turn, string? handler, DeadLetterCause cause, DateTimeOffset now)
    {
        var (message, delivery) = (turn.Message!, turn.Delivery!);

        return new DeadLetter
        {
            Id = DeadLetterIds.Next(now),
            Key = message.Key,
            EventType = message.Type,
            Endpoint = delivery.Endpoint,
            Account = message.Account,
            PhoneNumberId = message.PhoneNumberId,
            AssumedPhoneNumberId = delivery.PhoneNumberId,
            Conversation = message.ConversationKey,
            DeliveryId = delivery.Id,
            ReceivedAt = delivery.ReceivedAt,
            OccurredAt = message.OccurredAt,
            Handler = handler,
            Cause = cause,
            LastAttemptAt = now,
            FirstAttemptAt = now,
        };
    }

    /// <summary>A dead letter whose record on disk is damaged, with the fields that are left. It stays visible until it is discarded or expires.</summary>
    public static DeadLetter Damaged(DeadLetterEntry entry) => new()
    {
        Id = entry.Id,
        Key = default,
        EventType = entry.EventType,
        Endpoint = entry.Endpoint,
        DeliveryId = Guid.Empty,
        ReceivedAt = entry.LastAttemptAt,
        Handler = entry.Handler,
        Cause = entry.Cause,
        ExceptionMessage = "The record of this dead letter on disk is damaged; its other fields are lost.",
        LastAttemptAt = entry.LastAttemptAt,
        FirstAttemptAt = entry.LastAttemptAt,

        // Not zero: this record replaces the damaged one, and must not bring the dead letter back if it was erased.
        Replays = 1,
    };
}
