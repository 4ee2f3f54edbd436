using WebhookReceiver.Channels;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Inbox;

/// <summary>
/// The store <c>Memory</c>: a delivery is safe once it is queued. What is queued when the process dies is lost, so this store suits tests, demos and users who
/// accept that.
/// </summary>
internal sealed class MemoryInbox(DeliveryChannel channel, MemoryOutcomes outcomes, WorkerHealth worker) : IInbox
{
    public bool IsAccepting => WhyNot is null;

    public string? WhyNot =>
        !worker.IsHealthy ? "deliveries are not being handled" : !channel.HasRoom ? "the queue is full (Channel:Capacity, Channel:CapacityBytes)" : null;

    public StoreFigures Figures => new() { IsFailed = !IsAccepting, OpenDeliveries = channel.Count, OpenBytes = channel.Bytes, DeadLetters = outcomes.Count };

    public ValueTask<bool> AcceptAsync(Delivery delivery) => ValueTask.FromResult(worker.IsHealthy && channel.TryEnqueue(delivery));

    public void Describe(IDictionary<string, object> data) => data["waiting_bytes"] = channel.Bytes;
}
