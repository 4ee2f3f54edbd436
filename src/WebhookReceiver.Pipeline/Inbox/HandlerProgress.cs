namespace WebhookReceiver.Inbox;

/// <summary>How far one handler has come with an event.</summary>
/// <param name="Name">The handler.</param>
/// <param name="Stage">What is known of it.</param>
/// <param name="Failure">Its last failure, when it is to be called again after one.</param>
internal readonly record struct HandlerProgress(string Name, HandlerStage Stage, HandlerFailure? Failure)
{
    /// <summary>It succeeded or was given up: it is not called again.</summary>
    public bool IsFinished => Stage is HandlerStage.Finished;
}

/// <summary>What is known about a handler and an event.</summary>
internal enum HandlerStage : byte
{
    /// <summary>Its predicate, if it has one, has not answered yet.</summary>
    Open,

    /// <summary>It wants the event, and has not succeeded yet.</summary>
    Wanted,

    /// <summary>Its predicate has refused the event.</summary>
    NotWanted,

    /// <summary>It succeeded, or was given up with a dead letter.</summary>
    Finished,
}
