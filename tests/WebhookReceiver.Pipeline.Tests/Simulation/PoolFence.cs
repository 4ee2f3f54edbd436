namespace WebhookReceiver.Pipeline.Tests.Simulation;

/// <summary>Waits until the thread pool has begun everything that was given to it before.</summary>
internal static class PoolFence
{
    public static void Wait()
    {
        for (var round = 0; round < 2; round++)
        {
            using var passed = new ManualResetEventSlim();
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Set(), passed, preferLocal: false);
            passed.Wait();
        }
    }
}
