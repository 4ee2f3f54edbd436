namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>What a record of the outcomes says. The numbers are written to disk.</summary>
internal enum OutcomeKind : byte
{
    /// <summary>Begun by a version that did not store the plan.</summary>
    EventStarted = 1,
    EventSettled = 2,
    DeliverySettled = 3,
    HandlerSucceeded = 4,
    HandlerFailed = 5,
    DeadLettered = 6,
    DeadLetterRemoved = 7,

    /// <summary>Gives a plan a number, for the records that follow it in its frame.</summary>
    PlanDefined = 8,
    EventBegun = 9,
    AttemptSuspended = 10,
    AttemptEnded = 11,
    HandlerWanted = 12,
    HandlerNotWanted = 13,

    /// <summary>How the clocks stood.</summary>
    Clock = 20,
}
