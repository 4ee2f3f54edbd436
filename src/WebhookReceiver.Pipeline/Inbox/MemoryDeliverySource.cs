using WebhookReceiver.Channels;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>The worker's view of the channel. What is taken from it exists nowhere else.</summary>
internal sealed class MemoryDeliverySource(DeliveryChannel channel) : IDeliverySource
{
    public int Count => channel.Count;

    public ReadTrouble? Trouble => null;

    /// <summary>Completes at once: there is nothing to recover.</summary>
    public ValueTask<bool> OpenedAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public async ValueTask<bool> TakeAsync(ICollection<Delivery> taken, int atMost, CancellationToken cancellationToken)
    {
        while (!channel.TryDequeue(taken, atMost))
        {
            if (!await channel.WaitAsync(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Never called: nothing is evicted that cannot be reread.</summary>
    public ValueTask<Delivery?> RereadAsync(DeliveryPosition position, CancellationToken cancellationToken) => ValueTask.FromResult<Delivery?>(null);

    public void GiveBackMemory()
    {
    }

    public bool Close()
    {
        channel.Close();
        return false;
    }
}
