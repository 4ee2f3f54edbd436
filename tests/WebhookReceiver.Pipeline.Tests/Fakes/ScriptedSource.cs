using System.Collections.Concurrent;
using System.Text;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>A store on disk without the disk: deliveries stay, and can be read again, until they are settled.</summary>
internal sealed class ScriptedSource(bool isDurable = true) : IDeliverySource
{
    private readonly ConcurrentDictionary<long, Delivery> kept = new();
    private readonly ConcurrentQueue<Delivery> line = new();
    private readonly Signal changed = new();
    private long last;
    private volatile bool isClosed;
    private int rereads;

    public int Count => line.Count;

    public ReadTrouble? Trouble => null;

    public int Rereads => rereads;

    /// <summary>How many deliveries were added, including those of earlier lives.</summary>
    public long Added => Interlocked.Read(ref last);

    public void Add(string body, string endpoint = "default", DeliveryTrace? trace = null)
    {
        var position = isDurable ? new DeliveryPosition(Interlocked.Increment(ref last), 0) : NotKept();
        Add(Delivery.Restored(DeliveryIds.Next(), endpoint, Encoding.UTF8.GetBytes(body), DateTimeOffset.UnixEpoch, phoneNumberId: null, position, trace: trace));
    }

    /// <summary>The source as a new life of the process finds it.</summary>
    public ScriptedSource Restarted(Func<DeliveryPosition, bool> isSettled)
    {
        var next = new ScriptedSource(isDurable) { last = last };

        foreach (var delivery in kept.Values.Where(delivery => !isSettled(delivery.Position)).OrderBy(static delivery => delivery.Position.Sequence))
        {
            next.Add(delivery);
        }

        return next;
    }

    public ValueTask<bool> OpenedAsync(CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>The exception that the next take throws, once.</summary>
    public Exception? Mistake { get; set; }

    public async ValueTask<bool> TakeAsync(ICollection<Delivery> taken, int atMost, CancellationToken cancellationToken)
    {
        while (line.IsEmpty)
        {
            if (isClosed)
            {
                return false;
            }

            await changed.WaitAsync().WaitAsync(cancellationToken);
        }

        if (isClosed && isDurable)
        {
            return false;
        }

        if (Mistake is { } mistake)
        {
            Mistake = null;
            throw mistake;
        }

        while (taken.Count < atMost && line.TryDequeue(out var delivery))
        {
            taken.Add(delivery);
        }

        return true;
    }

    /// <summary>The exception that making a delivery findable throws; null when it succeeds.</summary>
    public Exception? IndexProblem { get; set; }

    public void Entered(Delivery delivery, ReadOnlySpan<ulong> terms)
    {
        if (IndexProblem is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>The exception that reading again throws; null when it succeeds.</summary>
    public Exception? RereadProblem { get; set; }

    /// <summary>From now on the bytes of that delivery are damaged.</summary>
    public void Damage(long sequence) => kept.TryRemove(sequence, out _);

    public ValueTask<Delivery?> RereadAsync(DeliveryPosition position, CancellationToken cancellationToken)
    {
        if (RereadProblem is { } problem)
        {
            throw problem;
        }

        Interlocked.Increment(ref rereads);
        return ValueTask.FromResult(kept.GetValueOrDefault(position.Sequence));
    }

    public void GiveBackMemory()
    {
    }

    public bool Close()
    {
        isClosed = true;
        changed.Set();
        return isDurable;
    }

    private DeliveryPosition NotKept()
    {
        Interlocked.Increment(ref last);
        return DeliveryPosition.None;
    }

    private void Add(Delivery delivery)
    {
        if (isDurable)
        {
            kept[delivery.Position.Sequence] = delivery;
        }

        line.Enqueue(delivery);
        changed.Set();
    }
}
