namespace WebhookReceiver.Dispatch;

/// <summary>The deliveries that were taken and are not settled, in the order in which they were taken: the age of the oldest shows whether anything is stuck. From any thread.</summary>
internal sealed class OpenDeliveries(HotEvents hot)
{
    private readonly Lock gate = new();
    private DeliveryTally? first;
    private DeliveryTally? last;

    // Of packed events only the place is kept; this is a lower bound for the time at which they came.
    private DateTimeOffset? oldestPacked;
    private int packed;

    public HotEvents Hot => hot;

    /// <summary>When the oldest came, or a little earlier where packed events are among them; null when none is open.</summary>
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

    public void Add(DeliveryTally tally)
    {
        lock (gate)
        {
            tally.Before = last;

            if (last is null)
            {
                first = tally;
            }
            else
            {
                last.After = tally;
            }

            last = tally;
        }
    }

    public void Remove(DeliveryTally tally)
    {
        lock (gate)
        {
            if (tally != first && tally.Before is null)
            {
                // One that was packed and came back without its time.
                return;
            }

            if (tally.Before is { } before)
            {
                before.After = tally.After;
            }
            else
            {
                first = tally.After;
            }

            if (tally.After is { } after)
            {
                after.Before = tally.Before;
            }
            else
            {
                last = tally.Before;
            }

            (tally.Before, tally.After) = (null, null);
        }
    }

    /// <summary>What is left of a delivery is packed with its last event.</summary>
    public void Packed(DeliveryTally tally)
    {
        Remove(tally);

        lock (gate)
        {
            packed++;
            oldestPacked = tally.ReceivedAt < oldestPacked ? tally.ReceivedAt : oldestPacked ?? tally.ReceivedAt;
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
