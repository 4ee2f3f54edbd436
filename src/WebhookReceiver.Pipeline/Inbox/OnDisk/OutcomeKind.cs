namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>What a record of the outcomes says. The numbers are written to disk.</summary>
internal enum OutcomeKind : byte
{
    EventStarted = 1,
    EventSettled = 2,
    DeliverySettled = 3,
    HandlerSucceeded = 4,
    HandlerFailed = 5,
    DeadLettered = 6,
    DeadLetterRemoved = 7,
    Clock = 20,
}
