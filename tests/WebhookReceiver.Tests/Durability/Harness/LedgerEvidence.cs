using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>All that can be known from outside about what a receiver did with what it was sent.</summary>
internal sealed record LedgerEvidence
{
    /// <summary>By the id of the message.</summary>
    public required IReadOnlyDictionary<string, LoadMessage> Sent { get; init; }

    public required IReadOnlyCollection<LoadAnswer> Answers { get; init; }

    public required IReadOnlyList<LedgerEntry> Ledger { get; init; }

    /// <summary>Null where none was written.</summary>
    public IReadOnlyList<EventLogEntry>? EventLog { get; init; }

    /// <summary>Every end so far, in order.</summary>
    public IReadOnlyList<LifeEnd> Ends { get; init; } = [];

    /// <summary>Ids of messages that ended as dead letters.</summary>
    public IReadOnlySet<string> DeadLettered { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Spans in which nothing could be made safe: since the power was cut, since syncs began to fail. A request that began and was answered with 200
    /// inside one was lied to.
    /// </summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> NothingSafe { get; init; } = [];
}
