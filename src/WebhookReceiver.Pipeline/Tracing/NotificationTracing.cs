namespace WebhookReceiver;

/// <summary>
/// Chooses the notifications that are traced, before anything is spent on a trace. Where the services have one, a notification that it does not choose gets no span, nor do the attempts at its events, and a
/// listener of the activity source <c>WebhookReceiver</c> is not asked about them. Without one, the listeners decide about each span.
/// </summary>
public abstract class NotificationTracing
{
    /// <summary>The name by which a sampler sees the span of a notification; one that is recorded has the path in its name.</summary>
    public const string Notification = "POST";

    /// <summary>The name by which a sampler sees an attempt at an event, whose type is in the name of one that is recorded; the context of its notification is in the links.</summary>
    public const string Attempt = "process whatsapp";

    private static readonly AsyncLocal<object?> Untraced = new();

    private static MarkedContext? lastMarked;

    /// <summary>
    /// Whether the calling code belongs to a handler for an event whose notification was not chosen. It has no current span, so a span that it starts begins a trace: a sampler that wants whole traces drops it.
    /// </summary>
    public static bool IsUntraced => Untraced.Value is not null;

    /// <summary>Asked once for each genuine notification, while somebody listens. It must be thread-safe and quick. Where it throws, the notification is taken, and not traced.</summary>
    /// <returns>Whether the notification is traced.</returns>
    public abstract bool TryChoose();

    /// <summary>Marks what the thread runs from here on, until <see cref="LeaveUntraced"/>.</summary>
    internal static void EnterUntraced()
    {
        var here = ExecutionContext.Capture();

        // Nearly always the context of a thread of the pool, in which nothing is set: that with the mark is made once, and not for each event.
        if (lastMarked is { } known && ReferenceEquals(known.Before, here))
        {
            ExecutionContext.Restore(known.After);
            return;
        }

        Untraced.Value = Untraced;

        if (here is not null && ExecutionContext.Capture() is { } marked)
        {
            lastMarked = new MarkedContext(here, marked);
        }
    }

    internal static void LeaveUntraced() => Untraced.Value = null;

    private sealed record MarkedContext(ExecutionContext Before, ExecutionContext After);
}
