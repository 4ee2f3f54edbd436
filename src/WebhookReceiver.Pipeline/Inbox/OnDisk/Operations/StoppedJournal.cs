using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The journal of a stopped service: the folder is locked and recovered as the service does. Opening it read-only changes nothing in the folder.
/// </summary>
internal sealed class StoppedJournal(
    IDisk disk,
    InboxFolder folder,
    DeliverySegments segments,
    DeliveryIndexes indexes,
    ErasedPeople erased,
    OutcomeJournal outcomes,
    HandledKeys keys,
    InboxClock time,
    TimeProvider clock,
    IOptions<InboxOptions> options,
    ILogger<StoppedJournal> logger) : IStoppedStore
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private IDisposable? folderLock;
    private bool isStarted;

    public Task<IStoreOperations> OpenAsync(bool isReadOnly, CancellationToken cancellationToken = default) => Task.Run<IStoreOperations>(
        () =>
        {
            Open(isReadOnly);
            return new JournalOperations(disk, folder, segments, time, clock, indexes, erased, outcomes, options, service: null);
        },
        cancellationToken);

    public Task<StoreVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        Task.Run(() => new InboxVerifier(disk, folder).Verify(cancellationToken), cancellationToken);

    /// <exception cref="IOException">The changes were not written in time.</exception>
    public async ValueTask DisposeAsync()
    {
        var hasEnded = await Task.Run(() => outcomes.Stop(StopPatience));
        var isWritten = !isStarted || (hasEnded && outcomes.IsHealthy);

        if (hasEnded)
        {
            outcomes.Dispose();
        }

        folderLock?.Dispose();

        if (!isWritten)
        {
            throw new IOException("The changes could not be written to the inbox.");
        }
    }

    private void Open(bool isReadOnly)
    {
        // Checked before anything changes, even the lock: a folder of a newer version is left untouched.
        JournalFiles.In(disk, folder);
        Lock(isReadOnly);

        // Read again, because a service may have been writing until a moment ago.
        var found = JournalFiles.In(disk, folder);
        RefuseLoss(found.Outcomes, folder.Outcomes);
        RefuseLoss(found.Deliveries, folder.Deliveries);
        var recovery = new JournalRecovery(disk, folder, segments, keys, time, clock, logger);

        if (isReadOnly)
        {
            outcomes.Show(recovery.Read(found, isReadOnly: true).Outcomes);
            return;
        }

        disk.CreateDirectory(folder.Deliveries);
        disk.CreateDirectory(folder.Outcomes);
        disk.CreateDirectory(folder.Keys);
        outcomes.Start(recovery.Read(found).Outcomes);
        isStarted = true;
    }

    private void Lock(bool isReadOnly)
    {
        try
        {
            folderLock = isReadOnly ? disk.LockAsItIs(folder.Lock) : disk.Lock(folder.Lock);
        }
        catch (IOException exception)
        {
            throw new StoreInUseException($"{folder.Path} cannot be claimed: {exception.Message}", exception);
        }
    }

    /// <summary>Missing segments affect what is open and what is a duplicate: nothing may be built on them unless the loss is accepted.</summary>
    private void RefuseLoss(IReadOnlyList<FoundSegment> found, string directory)
    {
        if (!options.Value.AcceptLoss && SegmentCatalogue.MissingFrom(found).Count > 0)
        {
            throw new InvalidDataException($"{directory} is missing segments. Check it with 'inbox verify'; Inbox:AcceptLoss=true continues without them.");
        }
    }
}
