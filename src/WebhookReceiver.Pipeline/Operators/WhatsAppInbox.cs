using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>
/// The inbox as an operator sees it: dead letters to look at, replay and throw away, and what lies on disk. In a service it comes from the container;
/// <see cref="StoppedInbox"/> has one of a folder that no service uses. From any thread.
/// </summary>
public sealed class WhatsAppInbox
{
    private readonly LetterBox letters;
    private readonly IDeadLetters all;
    private readonly IOutcomes outcomes;
    private readonly InboxOptions options;
    private readonly OpenInbox? disk;
    private readonly Func<bool> isOpen;
    private readonly TimeProvider clock;

    internal WhatsAppInbox(
        LetterBox letters, IDeadLetters all, IOutcomes outcomes, IOptions<InboxOptions> options, OpenInbox? disk, Func<bool> isOpen, TimeProvider clock)
    {
        this.letters = letters;
        this.all = all;
        this.outcomes = outcomes;
        this.options = options.Value;
        this.disk = disk;
        this.isOpen = isOpen;
        this.clock = clock;
    }

    /// <summary>Whether it can be asked anything: not while the service recovers it at the start, and not once it stops.</summary>
    public bool IsOpen => isOpen();

    /// <summary>Whether it is in a folder. Else there is nothing to verify and nothing to export.</summary>
    public bool IsOnDisk => disk is not null;

    /// <summary>Dead letters, in the order of their ids.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Only those behind this id.</param>
    public DeadLetterPage ListDeadLetters(DeadLetterFilter filter, int limit, Guid? after = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return letters.List(filter, limit, after);
    }

    /// <summary>One dead letter with its event.</summary>
    /// <returns>Null when there is none of that id.</returns>
    public DeadLetterDetails? FindDeadLetter(Guid id) => letters.Find(id);

    /// <summary>Has a dead letter given to its handler again, at least once: also if the process ends before that has come to its end.</summary>
    public ValueTask<DeadLetterResult> ReplayAsync(Guid id) => letters.ReplayAsync(id);

    /// <summary>The same for all that fit.</summary>
    public ValueTask<ReplayReport> ReplayAsync(DeadLetterFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return letters.ReplayAsync(filter);
    }

    /// <summary>Throws a dead letter away. One that is being replayed stays.</summary>
    public ValueTask<DeadLetterResult> DiscardAsync(Guid id) => letters.DiscardAsync(id);

    /// <summary>Counts what there is.</summary>
    public InboxStatus Status()
    {
        var status = new InboxStatus
        {
            Store = disk is null ? InboxOptions.MemoryStore : InboxOptions.JournalStore,
            IsRunning = disk is null or { BeginAnew: not null },
            DeadLetters = all.Count,
            Replaying = all.Replaying,
        };

        return disk is null ? status : WithDisk(status, disk);
    }

    /// <summary>Reads all that is on disk and tells what it found. Changes nothing and holds nobody up.</summary>
    /// <exception cref="InvalidOperationException">It is not on disk.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public InboxVerification Verify() => new InboxVerifier(OnDisk.Disk, OnDisk.Folder, OnDisk.Segments).Verify();

    /// <summary>The deliveries that are still on disk, in the order in which they were accepted.</summary>
    /// <exception cref="InvalidOperationException">It is not on disk.</exception>
    public IEnumerable<ExportedDelivery> Export(DeliveryExportFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return DeliveryExport.Read(OnDisk, filter);
    }

    /// <summary>Removes the dead letters of one person, and tells where else something of that person is and until when.</summary>
    /// <param name="user">A phone number, a business-scoped user id or a username.</param>
    /// <exception cref="FormatException">That is none of them.</exception>
    /// <exception cref="IOException">A file cannot be read; what was removed is removed.</exception>
    public ValueTask<ErasureReport> EraseAsync(string user) => new Eraser(all, outcomes, disk, options, clock).EraseAsync(Person.Parse(user));

    private OpenInbox OnDisk => disk ?? throw new InvalidOperationException("Inbox:Store is Memory: there is nothing on disk.");

    private static InboxStatus WithDisk(InboxStatus status, OpenInbox disk)
    {
        var segments = disk.Segments.All;
        var withFrames = segments.Where(static segment => segment.FirstSequence > 0).ToList();

        return status with
        {
            Directory = disk.Folder.Path,
            OpenDeliveries = disk.Segments.Open,
            OldestSequence = withFrames.Count is 0 ? null : withFrames[0].FirstSequence,
            NewestSequence = withFrames.Count is 0 ? null : withFrames[^1].LastSequence,
            DeliverySegments = segments.Count,
            DeliveryBytes = disk.BytesIn(disk.Folder.Deliveries),
            OutcomeSegments = disk.Disk.FilesIn(disk.Folder.Outcomes).Count,
            OutcomeBytes = disk.BytesIn(disk.Folder.Outcomes),
            DamagedCopies = disk.Disk.FilesIn(disk.Folder.Damaged).Count,
            FreeBytes = disk.Disk.FreeBytes(disk.Folder.Path),
        };
    }
}
