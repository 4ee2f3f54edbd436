using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>The status of a store. A store fills in what it knows and omits the rest.</summary>
internal sealed record StoreStatus
{
    /// <summary>Whether a service has it open.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Where it is; null for a store that exists only in its process.</summary>
    public string? Location { get; init; }

    /// <summary>Deliveries that are not settled.</summary>
    public long Open { get; init; }

    /// <summary>The numbers of the oldest and the newest stored delivery; null when there is none.</summary>
    public (long Oldest, long Newest)? Kept { get; init; }

    public StoreAmount Deliveries { get; init; }

    public StoreAmount Outcomes { get; init; }

    /// <summary>The number of copies of damaged bytes.</summary>
    public int DamagedCopies { get; init; }

    /// <summary>Bytes that can still be written.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>When the oldest delivery that is not settled was received.</summary>
    public DateTimeOffset? OldestOpen { get; init; }

    /// <summary>The processes that share the store.</summary>
    public IReadOnlyList<StoreInstance>? Instances { get; init; }
}

/// <summary>How much a store keeps.</summary>
/// <param name="Parts">The number of parts.</param>
/// <param name="Bytes">Their total size in bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoreAmount(int Parts, long Bytes);

/// <summary>A process that shares a store with others.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">The machine it runs on.</param>
/// <param name="Slots">How many of the 256 slots it owns.</param>
/// <param name="LeaseSeconds">How long its lease lasts; not positive once it has run out.</param>
internal sealed record StoreInstance(long Id, string Name, int Slots, double LeaseSeconds);
