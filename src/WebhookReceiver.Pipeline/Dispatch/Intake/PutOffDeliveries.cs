namespace WebhookReceiver.Dispatch;

/// <summary>Deliveries that could not be parsed in several tries. They no longer hold up those behind them, and are retried periodically. Thread-safe.</summary>
internal sealed class PutOffDeliveries
{
    private readonly Lock gate = new();
    private readonly List<PumpedDelivery> deliveries = [];
    private readonly Signal added = new();

    public int Count
    {
        get
        {
            lock (gate)
            {
                return deliveries.Count;
            }
        }
    }

    public void Add(PumpedDelivery pumped)
    {
        lock (gate)
        {
            deliveries.Add(pumped);
        }

        added.Set();
    }

    public void Remove(PumpedDelivery pumped)
    {
        lock (gate)
        {
            deliveries.Remove(pumped);
        }
    }

    public IReadOnlyList<PumpedDelivery> All()
    {
        lock (gate)
        {
            return [.. deliveries];
        }
    }

    /// <summary>Waits until there is one. One waiter at a time.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(static signal => ((Signal)signal!).Set(), added);

        while (Count is 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await added.WaitAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
