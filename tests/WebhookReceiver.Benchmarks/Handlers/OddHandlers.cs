namespace WebhookReceiver.Benchmarks;

/// <summary>What the handler does that <see cref="OddHandlersStartup"/> adds.</summary>
internal enum OddHandlers
{
    /// <summary>The host stays as it is shipped.</summary>
    None,

    /// <summary>Never ends, until its time is over or the service stops; for all events.</summary>
    Waits,

    /// <summary>Never ends, and does not look at its token.</summary>
    Hangs,

    /// <summary>Asks to be called again in an hour.</summary>
    Postpones,

    /// <summary>Gives up at once, and succeeds when the dead letter is replayed.</summary>
    GivesUp,

    /// <summary>Succeeds.</summary>
    Succeeds,
}
