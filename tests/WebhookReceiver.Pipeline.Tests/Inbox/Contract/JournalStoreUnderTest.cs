using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

namespace WebhookReceiver.Pipeline.Tests.Inbox.Contract;

/// <summary>The store <c>Journal</c> over a simulated disk.</summary>
internal sealed class JournalStoreUnderTest(InboxFolder folder) : StoreUnderTest
{
    private readonly InboxFolder real = new(Directory.CreateTempSubdirectory("inbox-").FullName);
    private InboxLife life = null!;
    private JournalAuditLog audit = null!;
    private JournalHandlerPauses pauses = null!;

    public override IInbox Inbox => life.Inbox;

    public override IDeliverySource Source => life.Feed;

    public override IOutcomes Outcomes => life.Outcomes;

    public override IDeadLetters DeadLetters => new LocalDeadLetters(life.Outcomes, life.Outcomes);

    public override IStoreOperations Operations => life.Operations;

    public override IAuditLog Audit => audit;

    /// <summary>Its file is renamed by the system, so it is in a folder of the real disk.</summary>
    public override IHandlerPauses Pauses => pauses;

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
        audit.Dispose();
        Directory.Delete(real.Path, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task OpenAsync(SimulatedDisk disk)
    {
        life = await InboxLife.StartAsync(disk, folder, Clock, Settings);
        audit?.Dispose();
        audit = new JournalAuditLog(new PortableDisk(), real);
        pauses = new JournalHandlerPauses(new JournalFolder(new PortableDisk(), real, claim: null!));
    }
}
