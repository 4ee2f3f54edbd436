namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Waits for what other threads are about to bring about, and fails when they do not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task IsAsync(Func<bool> condition, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();

        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                throw new TimeoutException($"It did not happen that {what}.");
            }

            await Task.Yield();
        }
    }
}
