using System.Runtime.InteropServices;

namespace WebhookReceiver.Dispatch;

/// <summary>What follows from an attempt.</summary>
/// <param name="Kind">What.</param>
/// <param name="Due">When a handler is to be called again, as a timestamp.</param>
/// <param name="WaitsFor">At which handler it waits for a place.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AttemptEnd(AttemptEndKind Kind, long Due = 0, Bulkhead? WaitsFor = null);

internal enum AttemptEndKind
{
    /// <summary>Nothing is owed any more.</summary>
    Settled,

    /// <summary>A dead letter was given to its handler; what follows is recorded.</summary>
    Replayed,

    /// <summary>A handler is to be called again later.</summary>
    Retry,

    /// <summary>The next handler has no place now.</summary>
    Suspended,

    /// <summary>The service stops: the event stays open for its next start.</summary>
    Cut,

    /// <summary>Another process handles the event now, and the store has refused its outcome.</summary>
    Lost,
}
