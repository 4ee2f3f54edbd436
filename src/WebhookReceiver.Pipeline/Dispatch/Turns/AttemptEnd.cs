using System.Runtime.InteropServices;

namespace WebhookReceiver.Dispatch;

/// <summary>How an attempt ended, and what follows from it.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Due">When the next handler is called again, as a timestamp.</param>
/// <param name="WaitsFor">The places that the next handler waits for.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AttemptEnd(AttemptEndKind Kind, long Due = 0, Bulkhead? WaitsFor = null);

internal enum AttemptEndKind
{
    /// <summary>No handler is owed.</summary>
    Settled,

    /// <summary>A dead letter was replayed to its handler, and the outcome is recorded.</summary>
    Replayed,

    /// <summary>A handler is called again later.</summary>
    Retry,

    /// <summary>The next handler has no place now.</summary>
    Suspended,

    /// <summary>The service stops: the event stays open for its next start.</summary>
    Cut,

    /// <summary>Another process handles the event now, and the store has refused its outcome.</summary>
    Lost,
}
