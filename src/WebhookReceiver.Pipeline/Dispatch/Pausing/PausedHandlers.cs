using System.Collections.Concurrent;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>The handlers that are paused here, as far as this process knows. Thread-safe.</summary>
internal sealed class PausedHandlers
{
    private readonly ConcurrentDictionary<string, HandlerPause> pauses = new(StringComparer.Ordinal);

    public IReadOnlyCollection<HandlerPause> All => [.. pauses.Values.OrderBy(static pause => pause.Handler, StringComparer.Ordinal)];

    /// <summary>Their names; null when there is none, which is the usual case.</summary>
    public IReadOnlySet<string>? Names => pauses.IsEmpty ? null : pauses.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>Called when handlers were paused or resumed.</summary>
    public Action? Changed { get; set; }

    public bool Contains(string? handler) => handler is not null && pauses.ContainsKey(handler);

    public void Add(HandlerPause pause) => pauses[pause.Handler] = pause;

    public void Remove(string handler) => pauses.TryRemove(handler, out _);
}
