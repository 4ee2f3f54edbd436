namespace WebhookReceiver.Inbox;

/// <summary>What becomes of a message or status that happened so long ago that a duplicate of it would not be recognised.</summary>
internal enum StalePolicy
{
    /// <summary>It is handled, and the context says so.</summary>
    Handle,

    /// <summary>It becomes a dead letter, and is handled when it is replayed.</summary>
    Quarantine,
}
