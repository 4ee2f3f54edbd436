namespace WebhookReceiver.Inbox;

/// <summary>What happens to a message or status so old that a duplicate of it would not be recognised.</summary>
internal enum StalePolicy
{
    /// <summary>It is handled, and its context marks it as stale.</summary>
    Handle,

    /// <summary>It becomes a dead letter and is handled when it is replayed.</summary>
    Quarantine,
}
