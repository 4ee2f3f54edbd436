using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>The events that a batch of outcomes is about.</summary>
internal sealed class IdsOf : IOutcomeSink
{
    private readonly List<EventId> found = [];

    public IReadOnlyList<EventId> Found => found;

    public void AttemptSuspended(EventId id) => found.Add(id);

    public void AttemptEnded(EventId id) => found.Add(id);

    public void HandlerWanted(EventId id, string handler) => found.Add(id);

    public void HandlerNotWanted(EventId id, string handler) => found.Add(id);

    public void HandlerSucceeded(EventId id, string handler) => found.Add(id);

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure, string? exceptionType = null) => found.Add(id);

    public void DeadLettered(DeadLetter deadLetter, ReadOnlyMemory<byte> body) => found.Add(EventId.Of(deadLetter.Endpoint, deadLetter.Key));

    public void DeadLetterRemoved(Guid deadLetter, DeadLetterRemoval why)
    {
    }

    public void EventSettled(EventId id) => found.Add(id);

    public void DeliverySettled(DeliveryPosition position)
    {
    }
}
