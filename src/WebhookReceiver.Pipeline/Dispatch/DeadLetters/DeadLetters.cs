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

    /// <summary>What is left of one whose record on disk is damaged: it stays visible until it is discarded or its time is over.</summary>
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
        ExceptionMessage = "The record of this dead letter on disk is damaged; what else it said is lost.",
        LastAttemptAt = entry.LastAttemptAt,
        FirstAttemptAt = entry.LastAttemptAt,

        // Not zero: it takes the place of itself, and must not come back when it was erased.
        Replays = 1,
    };
}
