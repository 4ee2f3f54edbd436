namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The kinds of outcome records. The numbers are written to disk.</summary>
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

    /// <summary>Assigns a number to a plan, for the records that follow in the same frame.</summary>
    PlanDefined = 8,
    EventBegun = 9,
    AttemptSuspended = 10,
    AttemptEnded = 11,
    HandlerWanted = 12,
    HandlerNotWanted = 13,

    /// <summary>
    /// The type of the exception of a failed call, for people. It stands at the end of its frame: a version that does not know it stops reading there, and has missed nothing that it acts on.
    /// </summary>
    ExceptionNoted = 14,

    /// <summary>A reading of the clocks.</summary>
    Clock = 20,
}
