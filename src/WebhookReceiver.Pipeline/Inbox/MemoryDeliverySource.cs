using WebhookReceiver.Channels;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>The channel as the worker sees it. What is taken from it is nowhere else.</summary>
internal sealed class MemoryDeliverySource(DeliveryChannel channel) : IDeliverySource
{
    public bool IsDurable => false;

    public int Count => channel.Count;

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => channel.WaitAsync(cancellationToken);

    public Delivery? TryTake() => channel.TryDequeue();

    public ReadTrouble? Trouble => null;

    /// <summary>Never: nothing is let go that could not be read again.</summary>
    public Delivery? Reread(DeliveryPosition position) => null;

    public void GiveBackMemory()
    {
    }

    public void Close() => channel.Close();
}
