namespace WebhookReceiver.Postgres;

/// <summary>Deliveries queued for the database. Bounded in bytes; what waits too long is answered with 503, because Meta gives up sooner than a database that hangs. Thread-safe.</summary>
internal sealed class AcceptQueue(TimeProvider clock)
{
    /// <summary>How long a delivery may wait.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const long MostBytes = 64 * 1024 * 1024;
    private const int MostRows = 512;
    private const long MostBatchBytes = 8 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly Queue<PendingDelivery> waiting = new();
    private TaskCompletionSource wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<PendingDelivery> taken = [];
    private long bytes;
    private bool isClosed;

    /// <summary>Whether a delivery has waited too long since the last batch was stored.</summary>
    public bool IsStalled { get; private set; }

    /// <returns>False when it is full or closed.</returns>
    public bool TryAdd(PendingDelivery pending)
    {
        lock (gate)
        {
            if (isClosed || bytes + pending.Delivery.Body.Length > MostBytes)
            {
                return false;
            }

            bytes += pending.Delivery.Body.Length;
            waiting.Enqueue(pending);
            wake.TrySetResult();
            return true;
        }
    }

    /// <summary>Completes when something is queued, or the queue is closed.</summary>
    public Task WaitAsync()
    {
        lock (gate)
        {
            return waiting.Count > 0 || isClosed ? Task.CompletedTask : wake.Task;
        }
    }

    /// <summary>The next batch. It counts as queued until <see cref="Finish"/> is called.</summary>
    /// <returns>Null when the queue is closed and empty.</returns>
    public List<PendingDelivery>? Take()
    {
        lock (gate)
        {
            var size = 0L;

            while (taken.Count < MostRows && waiting.TryPeek(out var next) && (taken.Count is 0 || size + next.Delivery.Body.Length <= MostBatchBytes))
            {
                size += next.Delivery.Body.Length;
                taken.Add(waiting.Dequeue());
            }

            if (waiting.Count is 0 && !isClosed && wake.Task.IsCompleted)
            {
                wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return isClosed && taken.Count is 0 ? null : taken;
        }
    }

    /// <summary>The batch was stored or refused.</summary>
    public void Finish()
    {
        lock (gate)
        {
            bytes -= taken.Sum(static done => (long)done.Delivery.Body.Length);
            taken = [];
            IsStalled = false;
        }
    }

    /// <summary>Answers those that have waited too long. What is being stored may still succeed, and is then handled.</summary>
    public int Expire()
    {
        lock (gate)
        {
            var late = taken.Concat(waiting).TakeWhile(pending => clock.GetElapsedTime(pending.Since) > Patience).ToList();
            late.ForEach(static pending => pending.Complete(isSafe: false));

            // Nobody waits for these any longer, so they need not be stored.
            for (var count = late.Count - taken.Count; count > 0; count--)
            {
                bytes -= waiting.Dequeue().Delivery.Body.Length;
            }

            IsStalled = late.Count > 0;
            return late.Count;
        }
    }

    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            wake.TrySetResult();
        }
    }
}
