namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Holds a sync until it is let go: the slow disk, without waiting.</summary>
internal sealed class SimulatedDiskHold(Func<string, bool> concerns) : IDisposable
{
    private readonly TaskCompletionSource released = new();
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether writes are held as well.</summary>
    public bool HoldsWrites { get; init; }

    /// <summary>Completes when a sync is being held; fails when none comes at all.</summary>
    public Task Arrived => arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Pass(string path)
    {
        if (concerns(path) && !released.Task.IsCompleted)
        {
            arrived.TrySetResult();
            released.Task.Wait();
        }
    }

    /// <summary>Lets it go, and all that come after it.</summary>
    public void Release() => released.TrySetResult();

    public void Dispose() => Release();
}
