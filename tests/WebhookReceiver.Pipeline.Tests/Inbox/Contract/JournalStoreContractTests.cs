using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Pipeline.Tests.Fakes;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <summary>Runs the contract over the store <c>Journal</c>.</summary>
public sealed class JournalStoreContractTests : StoreContract, IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("contract-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private protected override async Task<StoreUnderTest> OpenAsync() =>
        await JournalStoreUnderTest.OpenAsync(new SimulatedDisk(root), new InboxFolder(Path.Combine(root, "inbox")));
}
