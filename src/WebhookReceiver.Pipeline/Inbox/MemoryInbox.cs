using WebhookReceiver.Channels;
using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Inbox;

/// <summary>The store <c>Memory</c>: safe means in line. What is in line when the process dies is lost, so it is for tests, demos and those who want just that.</summary>
internal sealed class MemoryInbox(DeliveryChannel channel, WorkerHealth worker) : IInbox
{
    public bool IsAccepting => WhyNot is null;

    public string? WhyNot =>
        !worker.IsHealthy ? "deliveries are not being handled" : !channel.HasRoom ? "as many deliveries wait as Channel:Capacity and Channel:CapacityBytes allow" : null;

    public ValueTask<bool> AcceptAsync(Delivery delivery) => ValueTask.FromResult(worker.IsHealthy && channel.TryEnqueue(delivery));

    public void Describe(IDictionary<string, object> data) => data["waiting_bytes"] = channel.Bytes;
}
