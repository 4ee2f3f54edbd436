using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <summary>The store <c>Journal</c> over a simulated disk.</summary>
internal sealed class JournalStoreUnderTest(InboxFolder folder) : StoreUnderTest
{
    private InboxLife life = null!;

    public override IInbox Inbox => life.Inbox;

    public override IDeliverySource Source => life.Feed;

    public override IOutcomes Outcomes => life.Outcomes;

    public override IDeadLetters DeadLetters => new LocalDeadLetters(life.Outcomes, life.Outcomes);

    public override IStoreOperations Operations => life.Operations;

    public override bool OutlivesTheProcess => true;

    private static InboxOptions Settings => new()
    {
        SegmentBytes = 8 * 1024,
        MinimumFreeBytes = 1,
        DuplicateWindowDays = DuplicateWindowDays,
        DeadLetterDays = DeadLetterDays,
    };

    public static async Task<JournalStoreUnderTest> OpenAsync(SimulatedDisk disk, InboxFolder folder)
    {
        var store = new JournalStoreUnderTest(folder);
        await store.OpenAsync(disk);
        return store;
    }

    public override async Task KillAndReopenAsync() => await OpenAsync(await life.KillAsync());

    public override Task FillAsync()
    {
        life.Disk.Capacity = 0;

        // The disk watch reads it.
        Clock.Advance(TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    public override Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        life.Outcomes.KeepTime();
        life.Retention.Run();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        life.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task OpenAsync(SimulatedDisk disk) => life = await InboxLife.StartAsync(disk, folder, Clock, Settings);
}
