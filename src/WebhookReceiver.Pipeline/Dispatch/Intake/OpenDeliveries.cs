namespace WebhookReceiver.Dispatch;

/// <summary>The deliveries that were taken and are not settled, in the order of taking. The age of the oldest shows whether anything is stuck. Thread-safe.</summary>
internal sealed class OpenDeliveries(EventMemory memory)
{
    private readonly Lock gate = new();
    private DeliveryProgress? first;
    private DeliveryProgress? last;

    // Packed events do not keep their time; this is a lower bound for it.
    private DateTimeOffset? oldestPacked;
    private int packed;

    public EventMemory Memory => memory;

    /// <summary>When the oldest was received, or a little earlier if events are packed; null when none is open.</summary>
    public DateTimeOffset? Oldest
    {
        get
        {
            lock (gate)
            {
                return first is null || oldestPacked < first.ReceivedAt ? oldestPacked : first.ReceivedAt;
            }
        }
    }

    public void Add(DeliveryProgress progress)
    {
        lock (gate)
        {
            progress.Before = last;

            if (last is null)
            {
                first = progress;
            }
            else
            {
                last.After = progress;
            }

            last = progress;
        }
    }

    public void Remove(DeliveryProgress progress)
    {
        lock (gate)
        {
            if (progress != first && progress.Before is null)
            {
                // It was packed and came back without its time.
                return;
            }

            if (progress.Before is { } before)
            {
                before.After = progress.After;
            }
            else
            {
                first = progress.After;
            }

            if (progress.After is { } after)
            {
                after.Before = progress.Before;
            }
            else
            {
                last = progress.Before;
            }

            (progress.Before, progress.After) = (null, null);
        }
    }

    /// <summary>Replaces a delivery whose last open event is packed by a count.</summary>
    public void Packed(DeliveryProgress progress)
    {
        Remove(progress);

        lock (gate)
        {
            packed++;
            oldestPacked = progress.ReceivedAt < oldestPacked ? progress.ReceivedAt : oldestPacked ?? progress.ReceivedAt;
        }
    }

    /// <summary>A packed event is in memory again.</summary>
    public void Unpacked()
    {
        lock (gate)
        {
            if (--packed is 0)
            {
                oldestPacked = null;
            }
        }
    }
}
