namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>Holds a sync until it is released: a slow disk, without waiting.</summary>
internal sealed class SimulatedDiskHold(Func<string, bool> concerns) : IDisposable
{
    private readonly TaskCompletionSource released = new();
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether writes are held as well.</summary>
    public bool HoldsWrites { get; init; }

    /// <summary>Completes when a sync is being held; fails if there is none.</summary>
    public Task Arrived => arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Pass(string path)
    {
        if (concerns(path) && !released.Task.IsCompleted)
        {
            arrived.TrySetResult();
            released.Task.Wait();
        }
    }

    /// <summary>Releases it, and all later ones.</summary>
    public void Release() => released.TrySetResult();

    public void Dispose() => Release();
}
