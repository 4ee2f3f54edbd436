using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>Which handlers are paused, for as long as the store outlives the process. Thread-safe.</summary>
internal interface IHandlerPauses
{
    /// <summary>Whether other processes use the same store, so that a pause may be theirs.</summary>
    bool IsShared => false;

    /// <summary>The paused handlers, by name.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    ValueTask<IReadOnlyList<HandlerPause>> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Pauses a handler, unless it is. Completes when that is durable.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    ValueTask PauseAsync(HandlerPause pause, CancellationToken cancellationToken = default);

    /// <summary>Ends the pause of a handler, if there is one. Completes when that is durable.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    ValueTask ResumeAsync(string handler, CancellationToken cancellationToken = default);
}

/// <summary>The pause of a handler.</summary>
/// <param name="Handler">Its name.</param>
/// <param name="At">When it was paused.</param>
/// <param name="By">Who paused it, as in the audit log.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HandlerPause(string Handler, DateTimeOffset At, string By);
