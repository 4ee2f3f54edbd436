using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Keeps an event from becoming a dead letter when its person was erased after it was received: it was open then, so the erasure could not remove it. Its dead letter is recorded without
/// content and as erased, so that the story of the event has its end.
/// </summary>
internal sealed class ErasedEvents(IStoreOperations store, TimeProvider clock)
{
    /// <summary>How long the store may take to say who was erased.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>To be called before the outcomes of a turn are recorded. The store is asked only if a dead letter is among them.</summary>
    public async ValueTask ApplyAsync(EventTurn turn)
    {
        if (turn is not { HasDeadLetters: true, Delivery: { } delivery, Message: { } message } || !store.IsDurable)
        {
            return;
        }

        using var patience = new CancellationTokenSource(Patience, clock);

        try
        {
            if (!(await ErasedFilter.OfAsync(store, patience.Token)).Shows(delivery, message))
            {
                turn.Outcomes.EraseDeadLetters();
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or OperationCanceledException)
        {
            // Nobody can say who was erased. Then it stays a dead letter, which another erasure removes: to lose it, or not to go on, would be worse.
        }
    }
}
