using WebhookReceiver.Channels;

namespace WebhookReceiver.Inbox;

/// <summary>The store <c>Memory</c>: safe means in line. What is in line when the process dies is lost, so it is for tests, demos and those who want just that.</summary>
internal sealed class MemoryInbox(DeliveryChannel channel) : IInbox
{
    public bool IsAccepting => channel.HasRoom;

    public ValueTask<bool> AcceptAsync(Delivery delivery) => ValueTask.FromResult(channel.TryEnqueue(delivery));
}
