namespace WebhookReceiver.Tests.Receiving;

/// <summary>
/// The last resort among the waits of these tests: checks repeatedly. For what only an HTTP answer of the service shows: a receiver does not signal to a client that
/// it has become ready, or that nothing is open any more. Anything that has a signal is awaited by it.
/// </summary>
internal static class Poll
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        while (!await condition())
        {
            try
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"It did not happen that {what}.", exception);
            }
        }
    }
}
