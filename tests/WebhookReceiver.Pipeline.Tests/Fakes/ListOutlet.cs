using System.Collections.Concurrent;
using WebhookReceiver.Outlets;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>An outlet that collects the events that pass it, or holds all of them up until the service stops.</summary>
internal sealed class ListOutlet(string name) : IOutlet
{
    private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<string> Passed { get; } = new();

    /// <summary>Completes when the first batch has arrived.</summary>
    public Task Arrived => arrived.Task;

    public bool IsBlocked { get; set; }

    public string Name => name;

    public bool IsOn => true;

    public void Open()
    {
    }

    public async ValueTask WriteAsync(IReadOnlyList<OutletEvent> events, CancellationToken stoppingToken)
    {
        arrived.TrySetResult();

        if (IsBlocked)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken);
        }

        foreach (var passing in events)
        {
            Passed.Enqueue(passing.Message.Key.ToString());
        }
    }
}
