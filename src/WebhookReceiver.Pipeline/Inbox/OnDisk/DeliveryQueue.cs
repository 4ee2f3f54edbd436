using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Deliveries queued for the writing thread. Bounded in bytes; what waits too long is answered with 503, because Meta gives up sooner than a disk that hangs.
/// </summary>
internal sealed class DeliveryQueue(WorkScheduler scheduler, TimeProvider clock) : IDisposable
{
    /// <summary>The maximum number of queued bytes. Above it the door answers 503.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>How long a delivery may wait for the disk.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly LoopWake wake = new();
    private List<PendingDelivery> waiting = [];
    private List<PendingDelivery> taken = [];
    private long bytes;
    private bool isClosed;
    private volatile bool isStalled;

    /// <summary>Whether the write in progress takes longer than <see cref="Patience"/>.</summary>
    public bool IsStalled => isStalled;

    /// <returns>False when it is full or closed.</returns>
    public bool TryAdd(PendingDelivery pending)
    {
        lock (gate)
        {
            if (isClosed || bytes + pending.Length > MaxBytes)
            {
                return false;
            }

            bytes += pending.Length;
            waiting.Add(pending);

            if (waiting.Count > 1)
            {
                return true;
            }
        }

        wake.Set();
        return true;
    }

    /// <summary>A wait until there is something to write, the queue is closed, or the time has passed.</summary>
    public LoopWait Until(TimeSpan time) => new(wake, time);

    /// <summary>Ends a wait although nothing was queued.</summary>
    public void Wake() => wake.Set();

    /// <summary>Everything queued, in order. It counts as queued until the next call.</summary>
    /// <returns>Null when the queue is closed and empty.</returns>
    public List<PendingDelivery>? Take()
    {
        lock (gate)
        {
            foreach (var done in taken)
            {
                bytes -= done.Length;
            }

            taken.Clear();
            (waiting, taken) = (taken, waiting);
            isStalled = false;

            if (!isClosed)
            {
                wake.Reset();
            }

            return isClosed && taken.Count is 0 ? null : taken;
        }
    }

    /// <summary>Answers those that have waited too long with 503. What is already being written may still become durable, and is then handled.</summary>
    public int Expire()
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            var late = taken.Concat(waiting).TakeWhile(pending => clock.GetElapsedTime(pending.Since, now) > Patience).ToList();
            isStalled = late.Count > 0;

            AnswerBatch.Queue(scheduler, late, 0, late.Count, isSafe: false);

            // Not yet taken by the writer: nobody waits for it any longer, and its sender will retry.
            foreach (var pending in late.Skip(taken.Count))
            {
                bytes -= pending.Length;
            }

            waiting.RemoveRange(0, Math.Max(0, late.Count - taken.Count));
            return late.Count;
        }
    }

    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
        }

        wake.Set();
    }

    public void Dispose() => wake.Dispose();
}
