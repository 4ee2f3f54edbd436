namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>How a process on the folder ended.</summary>
/// <param name="Life">The how-manieth.</param>
/// <param name="How">Whether it could say goodbye.</param>
/// <param name="At">When, by the clock of the machine.</param>
internal sealed record LifeEnd(int Life, EndOfLife How, DateTimeOffset At);

internal enum EndOfLife
{
    /// <summary>It was told to stop, and stopped with everything handled.</summary>
    Orderly,

    /// <summary>It was told to stop and ran out of time with handlers at work, or was killed: what was in flight may be handled again.</summary>
    InMidWork,

    /// <summary>The power was cut: also outcomes of the last second may be gone that the operating system had taken, and with them the count of attempts.</summary>
    PowerLost,
}
