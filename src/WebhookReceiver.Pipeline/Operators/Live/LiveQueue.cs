using System.Threading.Channels;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Dispatch;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operators;

/// <summary>
/// What one viewer has still to see. It holds at most <see cref="Capacity"/> steps; when the viewer or its network is slow, further ones are counted and left out. Adding never waits.
/// </summary>
internal sealed class LiveQueue : IDisposable
{
    public const int Capacity = 50;

    private readonly Channel<LiveEvent> waiting = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly EventTap tap;
    private readonly Action<Delivery, WhatsAppEvent, EventSighting> watcher;
    private int held;
    private long skipped;

    public LiveQueue(EventTap tap)
    {
        this.tap = tap;
        watcher = Add;
        tap.Watch(watcher);
    }

    /// <summary>The next step to show, if there is one.</summary>
    public bool TryTake(out LiveEvent? taken)
    {
        if (!waiting.Reader.TryRead(out taken))
        {
            return false;
        }

        Interlocked.Decrement(ref held);
        return true;
    }

    /// <summary>How many were left out since this was last asked.</summary>
    public long TakeSkipped() => Interlocked.Exchange(ref skipped, 0);

    public void Dispose() => tap.Leave(watcher);

    private void Add(Delivery delivery, WhatsAppEvent message, EventSighting sighting)
    {
        try
        {
            // In a flood nothing is built that has no room, and nobody waits for the lock of the channel to learn it.
            if (Volatile.Read(ref held) < Capacity && waiting.Writer.TryWrite(LiveEvent.Of(delivery, message, sighting)))
            {
                Interlocked.Increment(ref held);
            }
            else
            {
                Interlocked.Increment(ref skipped);
            }
        }
        catch (Exception)
        {
            // This runs where events are handled. A viewer may miss a line; no event may be delayed because of it.
            Interlocked.Increment(ref skipped);
        }
    }
}
