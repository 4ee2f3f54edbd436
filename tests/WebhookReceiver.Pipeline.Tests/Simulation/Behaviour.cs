namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>What a handler does in one call.</summary>
internal enum Behaviour
{
    Succeed,
    SucceedLater,
    Throw,
    ThrowLater,
    NeverRetry,
    RetryAt,
    Aggregate,
    NullTask,
    ThrowingMessage,
    OutOfMemory,

    /// <summary>Ends with its token.</summary>
    HangUntilToken,

    /// <summary>Never ends.</summary>
    Hang,

    /// <summary>Takes effect long after it was left behind.</summary>
    SucceedTooLate,

    /// <summary>Blocks its thread for a while, and then takes effect.</summary>
    Block,

    /// <summary>Kills the process.</summary>
    Poison,
}
