using Microsoft.Extensions.Options;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>What a recovered journal offers operators, whether a service or a command recovered it.</summary>
/// <param name="disk">The disk.</param>
/// <param name="folder">The folder.</param>
/// <param name="segments">The delivery segments, and which deliveries are settled.</param>
/// <param name="time">The inbox time, by which everything ages.</param>
/// <param name="clock">The wall clock.</param>
/// <param name="indexes">Where deliveries are.</param>
/// <param name="erased">Who was erased.</param>
/// <param name="outcomes">The state of events.</param>
/// <param name="options">The settings.</param>
/// <param name="service">The service that writes the journal; null when none does.</param>
internal sealed class JournalOperations(
    IDisk disk, InboxFolder folder, DeliverySegments segments, InboxClock time, TimeProvider clock, DeliveryIndexes indexes, ErasedPeople erased, OutcomeJournal outcomes, IOptions<InboxOptions> options, JournalInbox? service)
    : IStoreOperations
{
    public bool IsOpen => service?.IsOpen ?? true;

    public bool IsDurable => true;

    public ValueTask<StoreStatus> StatusAsync(CancellationToken cancellationToken = default)
    {
        var all = segments.All;
        var withFrames = all.Where(static segment => segment.FirstSequence > 0).ToList();

        return new(new StoreStatus
        {
            IsRunning = service is not null,
            Location = folder.Path,
            Open = segments.Open,
            Kept = withFrames.Count is 0 ? null : (withFrames[0].FirstSequence, withFrames[^1].LastSequence),
            Deliveries = new StoreAmount(all.Count, BytesIn(folder.Deliveries)),
            Outcomes = new StoreAmount(disk.FilesIn(folder.Outcomes).Count, BytesIn(folder.Outcomes)),
            DamagedCopies = disk.FilesIn(folder.Damaged).Count,
            FreeBytes = disk.FreeBytes(folder.Path),
        });
    }

    public ValueTask<StoreVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        new(Task.Run(() => new InboxVerifier(disk, folder, segments).Verify(cancellationToken), cancellationToken));

    public IAsyncEnumerable<StoredDelivery> ExportAsync(StoreRange range, CancellationToken cancellationToken = default) =>
        new JournalExport(disk, folder, segments).Read(range, cancellationToken).ToAsyncEnumerable();

    public IAsyncEnumerable<StoredDelivery> FindAsync(DeliverySearch search, CancellationToken cancellationToken = default) =>
        new JournalFinder(disk, folder, segments, indexes).Find(search, cancellationToken).ToAsyncEnumerable();

    public ValueTask<IReadOnlyList<EventStanding>> StandingsAsync(IReadOnlyList<EventId> ids, CancellationToken cancellationToken = default) =>
        new([.. ids.Select(outcomes.StandingOf)]);

    public ValueTask<IReadOnlyList<EventRecord>> HistoryAsync(EventId id, EventKey key, byte slot, CancellationToken cancellationToken = default) =>
        new(Task.Run(() => new OutcomeHistory(disk, folder, time, clock).Of(id, key, cancellationToken), cancellationToken));

    public ValueTask<IReadOnlyList<ErasedPerson>> ErasedAsync(CancellationToken cancellationToken = default) => new(erased.All());

    public ValueTask AddErasedAsync(IReadOnlyList<ErasedPerson> people, CancellationToken cancellationToken = default)
    {
        var oldest = new JournalExport(disk, folder, segments).Read(new StoreRange(0, long.MaxValue, OnlyOpen: false), cancellationToken).FirstOrDefault();
        erased.Add(people, oldest?.Delivery.ReceivedAt);
        return ValueTask.CompletedTask;
    }

    public ValueTask<StoreHoldings> SearchAsync(IStoreSearch search, CancellationToken cancellationToken = default)
    {
        var run = new JournalSearch(disk, folder, segments, time, options.Value, clock.GetUtcNow(), isRunning: service is not null);
        return new(Task.Run(() => run.Run(search, cancellationToken), cancellationToken));
    }

    public ValueTask SealAsync(CancellationToken cancellationToken = default)
    {
        service?.BeginAnew();
        return ValueTask.CompletedTask;
    }

    private long BytesIn(string directory) => disk.FilesIn(directory).Sum(name => LengthOf(Path.Combine(directory, name)));

    /// <summary>Zero when retention has deleted the file since it was listed.</summary>
    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
