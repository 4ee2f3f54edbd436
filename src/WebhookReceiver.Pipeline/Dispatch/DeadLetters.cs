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
            Id = Guid.CreateVersion7(now),
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
}
