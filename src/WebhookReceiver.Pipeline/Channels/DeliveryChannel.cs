using System.Threading.Channels;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Channels;

/// <summary>
/// The bounded queue between the door and the worker. When it is full, by count or by bytes, it refuses: it never makes the door wait and never drops a
/// delivery.
/// </summary>
internal sealed class DeliveryChannel
{
    private readonly Channel<Delivery> channel;
    private readonly int capacity;
    private readonly long capacityBytes;
    private long bytes;
    private volatile bool isClosed;

    public DeliveryChannel(IOptions<DeliveryChannelOptions> options)
    {
        capacity = options.Value.Capacity;
        capacityBytes = options.Value.CapacityBytes;
        channel = Channel.CreateBounded<Delivery>(new BoundedChannelOptions(capacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
            AllowSynchronousContinuations = false,
        });
    }

    /// <summary>The number of queued deliveries.</summary>
    public int Count => channel.Reader.Count;

    /// <summary>Their total size in bytes.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    public bool HasRoom => !isClosed && Count < capacity && Bytes < capacityBytes;

    /// <returns>False when the queue is full or closed.</returns>
    public bool TryEnqueue(Delivery delivery)
    {
        var size = delivery.Body.Length;

        if (Interlocked.Add(ref bytes, size) <= capacityBytes && channel.Writer.TryWrite(delivery))
        {
            return true;
        }

        Interlocked.Add(ref bytes, -size);
        return false;
    }

    /// <summary>Waits until there is something to take; false when the queue is closed and empty.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => channel.Reader.WaitToReadAsync(cancellationToken);

    public Delivery? TryDequeue()
    {
        if (!channel.Reader.TryRead(out var delivery))
        {
            return null;
        }

        Interlocked.Add(ref bytes, -delivery.Body.Length);
        return delivery;
    }

    /// <summary>Takes queued deliveries.</summary>
    /// <returns>False when there are none.</returns>
    public bool TryDequeue(ICollection<Delivery> taken, int atMost)
    {
        var before = taken.Count;

        while (taken.Count - before < atMost && TryDequeue() is { } delivery)
        {
            taken.Add(delivery);
        }

        return taken.Count > before;
    }

    /// <summary>Stops accepting. What is queued can still be taken.</summary>
    public void Close()
    {
        isClosed = true;
        channel.Writer.TryComplete();
    }
}
