using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>How a store stands. A store says what it knows of itself and leaves the rest out.</summary>
internal sealed record StoreStatus
{
    /// <summary>Whether a service has it open.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Where it is; null for a store that is nowhere but in its process.</summary>
    public string? Location { get; init; }

    /// <summary>Deliveries of which something is still to be handled.</summary>
    public long Open { get; init; }

    /// <summary>The numbers of the oldest and the newest delivery that is kept; null when there is none.</summary>
    public (long Oldest, long Newest)? Kept { get; init; }

    public StoreAmount Deliveries { get; init; }

    public StoreAmount Outcomes { get; init; }

    /// <summary>Copies of damaged bytes.</summary>
    public int DamagedCopies { get; init; }

    /// <summary>Bytes that may still be written.</summary>
    public long? FreeBytes { get; init; }
}

/// <summary>How much a store keeps.</summary>
/// <param name="Parts">In how many parts.</param>
/// <param name="Bytes">How many bytes they have.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoreAmount(int Parts, long Bytes);
