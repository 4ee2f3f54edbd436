namespace WebhookReceiver.Inbox;

/// <summary>
/// Whether the loops that handle deliveries are running. While one is not, nothing is handled, so the inbox accepts nothing and readiness reports it.
/// Thread-safe.
/// </summary>
internal sealed class WorkerHealth
{
    private int broken;

    public bool IsHealthy => Volatile.Read(ref broken) is 0;

    public void LoopEnded() => Interlocked.Increment(ref broken);

    public void LoopRestarted() => Interlocked.Decrement(ref broken);
}
