namespace WebhookReceiver.Inbox;

/// <summary>What operators have done, as long as the store keeps it. Bounded: the oldest entries are dropped. Thread-safe.</summary>
internal interface IAuditLog
{
    /// <summary>Adds an entry, and gives it its id. Completes when it is as durable as what the store accepts.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    ValueTask WriteAsync(AuditEntry entry, CancellationToken cancellationToken = default);

    /// <summary>The newest entries, the newest first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="after">Continue after the entry with this id; nothing follows one that is no longer there. Null to start.</param>
    /// <param name="atMost">The maximum count. Fewer results mean that there are no more.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, Guid? after, int atMost, CancellationToken cancellationToken = default);
}
