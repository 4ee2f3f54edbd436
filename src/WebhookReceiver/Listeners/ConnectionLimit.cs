namespace WebhookReceiver.Listeners;

/// <summary>
/// How many connections may be open at once. The operations listener has some more than the public one, so that health is told and the desk is reached
/// while the public one is full.
/// </summary>
/// <param name="connections">The limit of the public listener.</param>
internal sealed class ConnectionLimit(long connections)
{
    /// <summary>What is kept for operations.</summary>
    public const int ForOperations = 32;

    private long open;

    /// <returns>False when there are too many; else one is counted until <see cref="Leave"/>.</returns>
    public bool TryEnter(bool isOperations)
    {
        if (Interlocked.Increment(ref open) <= connections + (isOperations ? ForOperations : 0))
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref open);
}
