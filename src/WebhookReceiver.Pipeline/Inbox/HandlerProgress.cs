namespace WebhookReceiver.Inbox;

/// <summary>How far one handler has progressed with an event.</summary>
/// <param name="Name">The handler.</param>
/// <param name="Stage">What is known about it.</param>
/// <param name="Failure">Its last failure, when a retry is due.</param>
internal readonly record struct HandlerProgress(string Name, HandlerStage Stage, HandlerFailure? Failure)
{
    /// <summary>Whether it succeeded or gave up: it is not called again.</summary>
    public bool IsFinished => Stage is HandlerStage.Finished;
}

/// <summary>How far a handler has progressed with an event.</summary>
internal enum HandlerStage : byte
{
    /// <summary>Its predicate, if any, has not been evaluated yet.</summary>
    Open,

    /// <summary>It wants the event and has not succeeded yet.</summary>
    Wanted,

    /// <summary>Its predicate has refused the event.</summary>
    NotWanted,

    /// <summary>It succeeded, or gave up with a dead letter.</summary>
    Finished,
}
