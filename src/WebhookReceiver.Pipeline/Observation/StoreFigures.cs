using System.Runtime.InteropServices;

namespace WebhookReceiver.Observation;

/// <summary>The figures of a store at one moment, for metrics and the watchdog. What a store does not know is null.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoreFigures
{
    /// <summary>Whether a delivery would be refused now because it cannot be stored.</summary>
    public bool IsFailed { get; init; }

    /// <summary>Deliveries that are not settled.</summary>
    public long? OpenDeliveries { get; init; }

    /// <summary>About how many bytes these have.</summary>
    public long? OpenBytes { get; init; }

    public long? DeadLetters { get; init; }

    /// <summary>Bytes that can still be written.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>With fewer free bytes nothing is accepted.</summary>
    public long? MinimumFreeBytes { get; init; }

    /// <summary>Copies of damaged bytes.</summary>
    public int? DamagedCopies { get; init; }
}
