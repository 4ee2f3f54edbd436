using WebhookReceiver.Handlers;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Which handlers have a turn in one attempt of an event, one after another: those that want it and are not through with it, and where none wants it, the fallbacks.
/// </summary>
internal sealed class HandlerPass(HandlerRegistry registry)
{
    private BoundHandler[] handlers = [];
    private EventAttempts? attempts;
    private Type type = typeof(WhatsAppEvent);
    private string? only;
    private long now;
    private int index;
    private bool isWanted;
    private bool hasFallenBack;

    /// <summary>Whether it turned out that no handler wants the event.</summary>
    public bool IsUnhandled => hasFallenBack;

    /// <param name="turn">The event.</param>
    /// <param name="timestamp">Now, by the monotonic clock.</param>
    public void Begin(EventTurn turn, long timestamp)
    {
        type = turn.Message!.GetType();
        handlers = registry.HandlersFor(type);
        attempts = turn.Attempts;
        only = turn.Letter?.Handler;
        now = timestamp;
        index = 0;
        hasFallenBack = false;
        isWanted = attempts is not null && attempts.Names.Any(name => Array.TrueForAll(registry.FallbacksFor(type), fallback => !Is(fallback, name)));
    }

    /// <summary>A handler has taken the event, whatever came of it.</summary>
    public void Wanted() => isWanted = true;

    public BoundHandler? Next()
    {
        while (true)
        {
            while (index < handlers.Length)
            {
                var handler = handlers[index++];

                if (only is null ? attempts?.IsDue(handler.Name, now) ?? true : Is(handler, only))
                {
                    return handler;
                }
            }

            if (hasFallenBack || isWanted)
            {
                return null;
            }

            hasFallenBack = true;
            handlers = registry.FallbacksFor(type);
            index = 0;
        }
    }

    private static bool Is(BoundHandler handler, string name) => string.Equals(handler.Name, name, StringComparison.Ordinal);
}
