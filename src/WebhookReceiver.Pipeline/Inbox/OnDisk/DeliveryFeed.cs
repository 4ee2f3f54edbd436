using Microsoft.Extensions.Logging;
using WebhookReceiver.Channels;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Feeds the worker durable deliveries, in order: from the channel while they fit into it, otherwise from the journal. Once one does not fit, everything after
/// it is read back until the worker has caught up; so a backlog costs disk instead of memory, and order is kept. While the journal cannot be read, everything
/// waits behind it and nothing is skipped.
/// </summary>
internal sealed class DeliveryFeed : IDeliverySource, IDisposable
{
    private readonly Lock gate = new();
    private readonly DeliveryChannel channel;
    private readonly DeliverySegments segments;
    private readonly DeliveryIndexes indexes;
    private readonly TimeProvider clock;
    private readonly InboxDamage damage;
    private readonly BacklogReader backlog;
    private readonly DeliveryReader single;
    private readonly ReadRetry retry;
    private readonly ReadingMemory memory = new();
    private readonly List<FeedWait> waits = [];

    // At the start the journal may hold a backlog, so it is read first.
    private bool isCaughtUp;
    private bool isOpen;
    private bool isClosed;

    // Where reading back starts after a delivery did not fit into the channel.
    private DeliveryPosition? spilled;

    public DeliveryFeed(
        DeliveryChannel channel, DeliverySegments segments, DeliveryIndexes indexes, IDisk disk, InboxFolder folder, TimeProvider clock, ILogger<DeliveryFeed> logger)
    {
        this.channel = channel;
        this.segments = segments;
        this.indexes = indexes;
        this.clock = clock;
        damage = new InboxDamage(new DamageKeeper(disk, folder, logger), folder.Deliveries);
        backlog = new BacklogReader(segments, disk, folder, damage, clock, logger);
        single = new DeliveryReader(disk, folder, segments, damage, logger);
        retry = new ReadRetry(clock, logger);
    }

    public int Count => channel.Count;

    /// <summary>The read failure that reading back waits for; null when there is none. Thread-safe.</summary>
    public ReadTrouble? Trouble => retry.Trouble;

    /// <summary>Damage found since the start, excluding what recovery found.</summary>
    public IReadOnlyList<DamagedRange> Damage => damage.Found;

    public ValueTask<bool> OpenedAsync(CancellationToken cancellationToken) => WaitAsync(cancellationToken);

    public async ValueTask<bool> TakeAsync(ICollection<Delivery> taken, int atMost, CancellationToken cancellationToken)
    {
        var before = taken.Count;

        while (true)
        {
            while (taken.Count - before < atMost && TryTake() is { } delivery)
            {
                taken.Add(delivery);
            }

            if (taken.Count > before)
            {
                return true;
            }

            if (!await WaitAsync(cancellationToken))
            {
                return false;
            }
        }
    }

    /// <summary>Waits until there may be something to take, not before recovery has finished; false when the feed is closed.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (isClosed)
            {
                return ValueTask.FromResult(false);
            }

            if (channel.Count > 0)
            {
                return ValueTask.FromResult(true);
            }

            var pause = default(TimeSpan?);

            if (isOpen && !isCaughtUp)
            {
                pause = retry.Left;

                if (pause == TimeSpan.Zero)
                {
                    return ValueTask.FromResult(true);
                }
            }

            var wait = FeedWait.Begin(pause, clock, cancellationToken);
            waits.RemoveAll(static other => other.IsOver);
            waits.Add(wait);
            return wait.Result;
        }
    }

    /// <returns>The next delivery; null when there is none at the moment.</returns>
    public Delivery? TryTake()
    {
        if (Volatile.Read(ref isClosed) || !Volatile.Read(ref isOpen))
        {
            return null;
        }

        // Read before the channel is: once this is false, nothing more enters the channel, and what it holds is older than what spilled.
        var hadCaughtUp = Volatile.Read(ref isCaughtUp);

        if (channel.TryDequeue() is { } delivery)
        {
            return delivery;
        }

        return hadCaughtUp ? null : ReadBack();
    }

    /// <summary>Opens the feed after recovery: the worker may begin.</summary>
    /// <param name="known">The damage that recovery has already reported.</param>
    public void Open(params IReadOnlyList<DamagedRange> known)
    {
        damage.Know(known);

        lock (gate)
        {
            isOpen = true;
            EndWaits(mayTake: true);
        }
    }

    /// <summary>Publishes deliveries that have become durable. Called by the writer, in order.</summary>
    public void Publish(List<PendingDelivery> batch, int start, int count)
    {
        lock (gate)
        {
            if (!isCaughtUp)
            {
                // They are read back in turn. A worker that waits for a failing disk is not woken for them.
                return;
            }

            for (var index = start; isCaughtUp && index < start + count; index++)
            {
                // A delivery is durable before it is published, so the worker may already have read it back.
                if (batch[index].Delivery.Position.Sequence > backlog.LastRead && !channel.TryEnqueue(batch[index].Delivery))
                {
                    isCaughtUp = false;
                    spilled = batch[index].Delivery.Position;
                }
            }

            EndWaits(mayTake: true);
        }
    }

    /// <remarks>Reads on the caller's thread: the data is usually in the page cache.</remarks>
    public ValueTask<Delivery?> RereadAsync(DeliveryPosition position, CancellationToken cancellationToken) => ValueTask.FromResult(Reread(position));

    /// <remarks>Retention deletes a segment only when nothing in it is open, so a delivery that is not found was settled.</remarks>
    public Delivery? Reread(DeliveryPosition position)
    {
        if (segments.Find(position.Sequence) is not { } home)
        {
            return null;
        }

        var delivery = single.Read(home, position);
        memory.Read(delivery?.Body.Length ?? 0);
        return delivery;
    }

    public void Entered(Delivery delivery, ReadOnlySpan<ulong> terms) => indexes.Add(delivery, terms);

    public void GiveBackMemory() => memory.GiveBack();

    public bool Close()
    {
        lock (gate)
        {
            isClosed = true;
            EndWaits(mayTake: false);
        }

        channel.Close();
        return true;
    }

    public void Dispose() => backlog.Dispose();

    private void EndWaits(bool mayTake)
    {
        // This only signals: the waiters continue later, outside this lock.
        waits.ForEach(wait => wait.End(mayTake));
        waits.Clear();
    }

    /// <returns>Null when the worker has caught up, or while a failing disk is not to be retried yet.</returns>
    private Delivery? ReadBack()
    {
        if (retry.Left > TimeSpan.Zero)
        {
            return null;
        }

        BeginWhereItSpilled();

        while (TryRead(out var delivery))
        {
            if (delivery is not null)
            {
                memory.Read(delivery.Body.Length);
                return delivery;
            }

            if (HasCaughtUp())
            {
                return null;
            }
        }

        return null;
    }

    private bool HasCaughtUp()
    {
        lock (gate)
        {
            if (backlog.HasMore)
            {
                return false;
            }

            if (segments.After(backlog.Segment) is { } next)
            {
                backlog.Enter(next);
                return false;
            }

            // Under the same lock as Publish: what becomes durable from now on goes to the channel.
            isCaughtUp = true;
            backlog.CloseFile();
            return true;
        }
    }

    private void BeginWhereItSpilled()
    {
        lock (gate)
        {
            if (spilled is { } position)
            {
                // It has not been handed out, so it is open and its segment exists.
                spilled = null;
                backlog.Enter(segments.Find(position.Sequence)!, position);
            }
        }
    }

    /// <returns>False when the segment cannot be read at the moment.</returns>
    private bool TryRead(out Delivery? delivery)
    {
        try
        {
            delivery = backlog.Read();
            retry.Succeeded();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            retry.Failed(backlog.Segment!.Name, exception);
            delivery = null;
            return false;
        }
    }
}
