using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>Everything that can be known from outside about what a receiver did with what it was sent.</summary>
internal sealed record LedgerEvidence
{
    /// <summary>Keyed by message id.</summary>
    public required IReadOnlyDictionary<string, LoadMessage> Sent { get; init; }

    public required IReadOnlyCollection<LoadAnswer> Answers { get; init; }

    public required IReadOnlyList<LedgerEntry> Ledger { get; init; }

    /// <summary>Null when none was written.</summary>
    public IReadOnlyList<EventLogEntry>? EventLog { get; init; }

    /// <summary>The ends of all processes so far, in order.</summary>
    public IReadOnlyList<LifeEnd> Ends { get; init; } = [];

    /// <summary>When instances that share the conversations lost theirs without ending; null when there was only one at a time.</summary>
    public IReadOnlyList<OwnershipLoss>? Losses { get; init; }

    /// <summary>Ids of messages that ended as dead letters.</summary>
    public IReadOnlySet<string> DeadLettered { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Spans in which nothing could be made durable: since the power cut, or since syncs began to fail. A request that started inside one and was answered with 200
    /// received a false answer.
    /// </summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> NothingSafe { get; init; } = [];
}
