namespace WebhookReceiver.Testing;

/// <summary>What was seen so far, in order, and a way to wait for what has not been seen yet.</summary>
internal sealed class Sightings<T>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly List<T> seen = [];
    private readonly List<(Func<T, bool> Which, int Count, TaskCompletionSource Done)> waiting = [];

    public IReadOnlyList<T> All
    {
        get
        {
            lock (gate)
            {
                return [.. seen];
            }
        }
    }

    public void Add(T item)
    {
        lock (gate)
        {
            seen.Add(item);

            foreach (var wait in waiting.Where(wait => seen.Count(wait.Which) >= wait.Count).ToList())
            {
                waiting.Remove(wait);
                wait.Done.SetResult();
            }
        }
    }

    /// <summary>Waits until there are <paramref name="count"/> of these, those seen before the call included.</summary>
    public Task UntilAsync(Func<T, bool> which, int count, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (seen.Count(which) >= count)
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((which, count, done));
            return done.Task.WaitAsync(Patience, cancellationToken);
        }
    }
}
