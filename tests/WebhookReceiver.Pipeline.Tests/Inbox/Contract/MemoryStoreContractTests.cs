namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <summary>Runs the contract over the store <c>Memory</c>.</summary>
public sealed class MemoryStoreContractTests : StoreContract
{
    private protected override Task<StoreUnderTest> OpenAsync() => Task.FromResult<StoreUnderTest>(new MemoryStoreUnderTest());
}
