using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres.Tests.Harness;

/// <summary>Dead letters of events that nobody sent.</summary>
internal static class Letters
{
    public static DeadLetter Of(string handler) => new()
    {
        Id = DeadLetterIds.Next(DateTimeOffset.UtcNow),
        Key = default,
        EventType = "message.text",
        Endpoint = "default",
        DeliveryId = Guid.Empty,
        ReceivedAt = DateTimeOffset.UtcNow,
        Handler = handler,
        Cause = DeadLetterCause.NeverRetry,
        LastAttemptAt = DateTimeOffset.UtcNow,
    };

    /// <summary>The same, marked for its first replay.</summary>
    public static DeadLetter Marked(this DeadLetter letter) => letter with { IsReplaying = true, Replays = 1 };
}
