namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Bounds what all attackers do together in a second. They share the processors with the server: an attack that does more than it needs to would take
/// them away, and the figures would be those of a busy machine.
/// </summary>
internal sealed class Pace(double perSecond)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly long begin = TimeProvider.System.GetTimestamp();
    private TimeSpan next;

    /// <summary>Waits until it is the caller's turn to do so much.</summary>
    public Task WaitAsync(int amount, CancellationToken cancellationToken)
    {
        TimeSpan wait;

        lock (gate)
        {
            var now = TimeProvider.System.GetElapsedTime(begin);
            next = next > now ? next : now;
            wait = next - now;
            next += TimeSpan.FromSeconds(amount / perSecond);
        }

        return wait < Shortest ? Task.CompletedTask : Task.Delay(wait, TimeProvider.System, cancellationToken);
    }
}
