namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>How a process on the folder ended.</summary>
/// <param name="Life">The number of the process.</param>
/// <param name="How">How orderly the end was.</param>
/// <param name="At">The time by the machine's clock.</param>
internal sealed record LifeEnd(int Life, EndOfLife How, DateTimeOffset At);

internal enum EndOfLife
{
    /// <summary>It was asked to stop, and stopped with everything handled.</summary>
    Orderly,

    /// <summary>It was asked to stop and ran out of time with handlers running, or was killed: what was in flight may be handled again.</summary>
    InMidWork,

    /// <summary>The power was cut: outcomes of the last second that were written but not synced may be lost too, and with them the count of attempts.</summary>
    PowerLost,
}
