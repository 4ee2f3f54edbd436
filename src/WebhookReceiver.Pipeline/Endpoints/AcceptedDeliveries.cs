namespace WebhookReceiver.Endpoints;

/// <summary>How many deliveries an endpoint has accepted since the start, and when the last: whether it still receives anything. Thread-safe.</summary>
internal sealed class AcceptedDeliveries
{
    private long count;
    private long last;

    public long Count => Interlocked.Read(ref count);

    /// <summary>When the last one was accepted, as a timestamp; null while there was none.</summary>
    public long? Last => Count is 0 ? null : Interlocked.Read(ref last);

    public void Add(long timestamp)
    {
        Interlocked.Exchange(ref last, timestamp);
        Interlocked.Increment(ref count);
    }
}
