using System.Runtime.InteropServices;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// How far the handlers of an event have come that did not go through at the first attempt. The times at which they are due are timestamps of the monotonic clock.
/// </summary>
internal sealed class EventAttempts
{
    private readonly Dictionary<string, HandlerAttempts> handlers = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => handlers.Keys;

    /// <summary>Those that are to be called again.</summary>
    public IEnumerable<KeyValuePair<string, HandlerAttempts>> Unfinished => handlers.Where(static handler => !handler.Value.IsFinished);

    public bool HasUnfinished => handlers.Values.Any(static handler => !handler.IsFinished);

    /// <summary>When the first of those that are to be called again is due.</summary>
    public long Due => Unfinished.Min(static handler => handler.Value.Due);

    /// <summary>
    /// What an earlier life has left. A wait is never longer than it was meant to be when it began, so that a wall clock that was set back in between
    /// cannot park a conversation for ever.
    /// </summary>
    public static EventAttempts Restored(EventProgress progress, TimeProvider clock)
    {
        var attempts = new EventAttempts();
        var now = clock.GetUtcNow();

        foreach (var (name, handler) in progress.Handlers)
        {
            attempts.handlers[name] = handler.Failure is { } failure && !handler.IsFinished
                ? new HandlerAttempts(failure.Attempts, failure.FirstAt, clock.TimestampIn(Remaining(failure, now)), IsFinished: false)
                : HandlerAttempts.Finished;
        }

        return attempts;
    }

    /// <summary>Whether a handler has a turn now: it has not been called yet, or failed and is due again.</summary>
    public bool IsDue(string handler, long now) =>
        !handlers.TryGetValue(handler, out var known) || (!known.IsFinished && known.Due <= now);

    public HandlerAttempts? Of(string handler) => handlers.TryGetValue(handler, out var known) ? known : null;

    public void Finish(string handler) => handlers[handler] = HandlerAttempts.Finished;

    public void Failed(string handler, HandlerAttempts attempts) => handlers[handler] = attempts;

    private static TimeSpan Remaining(HandlerFailure failure, DateTimeOffset now)
    {
        var meant = failure.DueAt - failure.At;
        var remaining = failure.DueAt - now;

        return remaining > meant ? meant : remaining;
    }
}

/// <summary>How often a handler was called for an event in vain, and when it is due again.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HandlerAttempts(int Attempts, DateTimeOffset FirstAt, long Due, bool IsFinished)
{
    public static readonly HandlerAttempts Finished = new(0, default, 0, IsFinished: true);
}
