namespace WebhookReceiver.Inbox;

/// <summary>What the store <c>Memory</c> answers to operators: that it runs. There is nothing else to look at.</summary>
internal sealed class MemoryOperations : IStoreOperations
{
    public bool IsOpen => true;

    public bool IsDurable => false;

    public ValueTask<StoreStatus> StatusAsync(CancellationToken cancellationToken = default) => new(new StoreStatus { IsRunning = true });

    public ValueTask<StoreVerification> VerifyAsync(CancellationToken cancellationToken = default) => throw NothingKept();

    public IAsyncEnumerable<StoredDelivery> ExportAsync(StoreRange range, CancellationToken cancellationToken = default) => throw NothingKept();

    public ValueTask<StoreHoldings> SearchAsync(IStoreSearch search, CancellationToken cancellationToken = default) => throw NothingKept();

    public ValueTask SealAsync(CancellationToken cancellationToken = default) => throw NothingKept();

    private static InvalidOperationException NothingKept() => new("This store keeps nothing that outlasts the process.");
}
