using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox;

/// <summary>What the store <c>Memory</c> reports to operators: that it is running. There is nothing else to report.</summary>
internal sealed class MemoryOperations : IStoreOperations
{
    public bool IsOpen => true;

    public bool IsDurable => false;

    public ValueTask<StoreStatus> StatusAsync(CancellationToken cancellationToken = default) => new(new StoreStatus { IsRunning = true });

    public ValueTask<StoreVerification> VerifyAsync(CancellationToken cancellationToken = default) => throw NothingKept();

    public IAsyncEnumerable<StoredDelivery> ExportAsync(StoreRange range, CancellationToken cancellationToken = default) => throw NothingKept();

    public IAsyncEnumerable<StoredDelivery> FindAsync(DeliverySearch search, CancellationToken cancellationToken = default) => throw NothingKept();

    public ValueTask<IReadOnlyList<EventStanding>> StandingsAsync(IReadOnlyList<EventId> ids, CancellationToken cancellationToken = default) => throw NothingKept();

    public ValueTask<IReadOnlyList<EventRecord>> HistoryAsync(EventId id, EventKey key, byte slot, CancellationToken cancellationToken = default) => throw NothingKept();

    public ValueTask<IReadOnlyList<ErasedPerson>> ErasedAsync(CancellationToken cancellationToken = default) => throw NothingKept();

    public ValueTask AddErasedAsync(IReadOnlyList<ErasedPerson> people, CancellationToken cancellationToken = default) => throw NothingKept();

    public ValueTask<StoreHoldings> SearchAsync(IStoreSearch search, CancellationToken cancellationToken = default) => throw NothingKept();

    public ValueTask SealAsync(CancellationToken cancellationToken = default) => throw NothingKept();

    private static InvalidOperationException NothingKept() => new("This store keeps nothing beyond the life of the process.");
}
