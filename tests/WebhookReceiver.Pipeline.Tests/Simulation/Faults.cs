namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>The kinds of faults in a story. Each story picks some of those that are allowed.</summary>
[Flags]
internal enum Faults
{
    None = 0,

    /// <summary>Handlers throw, once or always.</summary>
    Failures = 1 << 0,

    /// <summary>Handlers throw an exception whose message throws, or an out-of-memory exception.</summary>
    OddFailures = 1 << 1,

    /// <summary>Handlers return a task that ends late, only with their token, or never.</summary>
    Hangs = 1 << 2,

    /// <summary>Handlers block their thread.</summary>
    Blocks = 1 << 3,

    /// <summary>Predicates refuse some events.</summary>
    Refusals = 1 << 4,

    /// <summary>Predicates want an event at first and refuse it later.</summary>
    Flips = 1 << 5,

    /// <summary>There is a fallback handler.</summary>
    Fallbacks = 1 << 6,

    /// <summary>The next life has other handlers.</summary>
    Redeploys = 1 << 7,

    /// <summary>The process is killed.</summary>
    Kills = 1 << 8,

    /// <summary>The power fails.</summary>
    PowerCuts = 1 << 9,

    /// <summary>The process is asked to stop.</summary>
    Stops = 1 << 10,

    /// <summary>Files of deliveries cannot be opened or read for a while.</summary>
    ReadErrors = 1 << 11,

    /// <summary>Memory runs out for a moment while a body is read.</summary>
    MemoryErrors = 1 << 12,

    /// <summary>The wall clock is set forward or back.</summary>
    ClockSteps = 1 << 13,

    /// <summary>An event kills the process whenever a handler gets it.</summary>
    Poison = 1 << 14,

    /// <summary>Dead letters are replayed and discarded.</summary>
    Replays = 1 << 15,

    /// <summary>Many conversations wait long for a retry, while others are healthy.</summary>
    ManyParked = 1 << 16,

    /// <summary>A handler of one kind hangs in many conversations, while others are healthy.</summary>
    ManyHanging = 1 << 17,

    /// <summary>Handlers are paused and resumed.</summary>
    Pauses = 1 << 18,

    All = (1 << 19) - 1,
}
