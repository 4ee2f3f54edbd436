using System.Collections.Concurrent;

namespace WebhookReceiver.Inbox;

/// <summary>The paused handlers of a store that keeps nothing: after a restart none is paused.</summary>
internal sealed class MemoryHandlerPauses : IHandlerPauses
{
    private readonly ConcurrentDictionary<string, HandlerPause> pauses = new(StringComparer.Ordinal);

    public ValueTask<IReadOnlyList<HandlerPause>> ReadAsync(CancellationToken cancellationToken = default) =>
        new([.. pauses.Values.OrderBy(static pause => pause.Handler, StringComparer.Ordinal)]);

    public ValueTask PauseAsync(HandlerPause pause, CancellationToken cancellationToken = default)
    {
        pauses.TryAdd(pause.Handler, pause);
        return ValueTask.CompletedTask;
    }

    public ValueTask ResumeAsync(string handler, CancellationToken cancellationToken = default)
    {
        pauses.TryRemove(handler, out _);
        return ValueTask.CompletedTask;
    }
}
