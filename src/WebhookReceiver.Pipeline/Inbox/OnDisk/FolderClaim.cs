using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Claims the inbox folder for the lifetime of this process. If another process still holds it, as in a rolling restart, waits for it up to
/// <c>Inbox:WaitForFolder</c>.
/// </summary>
internal sealed partial class FolderClaim(
    IDisk disk, InboxFolder folder, IOptions<InboxOptions> options, TimeProvider clock, ILogger<FolderClaim> logger) : IDisposable
{
    /// <summary>How many missing segments a message lists individually.</summary>
    private const int MostNames = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource leaving = new();
    private IDisposable? folderLock;

    /// <summary>Completes when this process holds the folder; never completes if it does not get it.</summary>
    public Task Taken => taken.Task;

    /// <summary>The holder that is being waited for; null when there is no wait.</summary>
    public string? Waiting { get; private set; }

    /// <returns>False when another process holds the folder; the caller continues with <see cref="WaitAsync"/>.</returns>
    /// <exception cref="WhatsAppConfigurationException">The folder cannot be used, a part of the journal is missing, or another process holds it and no wait is configured.</exception>
    public bool TryTake()
    {
        if (TryTake(isLast: options.Value.WaitForFolder <= TimeSpan.Zero))
        {
            return true;
        }

        WaitingForFolder(logger, folder.Path, Waiting!, options.Value.WaitForFolder);
        return false;
    }

    /// <returns>False when <see cref="Leave"/> was called before the folder was free.</returns>
    /// <exception cref="WhatsAppConfigurationException">The time has run out, or as above.</exception>
    public async Task<bool> WaitAsync()
    {
        for (var began = clock.GetTimestamp(); ;)
        {
            await Task.Delay(Interval, clock, leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

            if (leaving.IsCancellationRequested)
            {
                return false;
            }

            if (TryTake(isLast: clock.GetElapsedTime(began) >= options.Value.WaitForFolder))
            {
                return true;
            }
        }
    }

    /// <summary>Cancels a wait.</summary>
    public void Leave() => leaving.Cancel();

    public void Dispose()
    {
        folderLock?.Dispose();
        leaving.Dispose();
    }

    private bool TryTake(bool isLast)
    {
        try
        {
            // Checked before anything changes, even the lock: a folder of a newer version is left untouched.
            var losses = new[] { folder.Deliveries, folder.Outcomes }.Select(LossIn).OfType<string>().ToList();
            disk.CreateDirectory(folder.Path);
            folderLock = disk.Lock(folder.Lock);
            disk.CreateDirectory(folder.Deliveries);
            disk.CreateDirectory(folder.Outcomes);
            disk.CreateDirectory(folder.Keys);
            disk.SyncDirectory(folder.Path);

            // An earlier process may have been killed before it synced the entry of its newest segment. The next segment names that one as its predecessor: if a
            // power cut kept only the later entry, a segment would be missing.
            disk.SyncDirectory(folder.Deliveries);
            disk.SyncDirectory(folder.Outcomes);
            SyncParents();
            losses.ForEach(loss => LossAccepted(logger, loss));
        }
        catch (FolderInUseException exception) when (!isLast)
        {
            Waiting = exception.Message;
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new WhatsAppConfigurationException($"Inbox:Directory ({folder.Path}) cannot be used: {exception.Message}", exception);
        }

        Waiting = null;
        taken.TrySetResult();
        return true;
    }

    /// <summary>Makes the folder's own directory entry durable: if a power cut removes it, everything synced inside is lost with it.</summary>
    private void SyncParents()
    {
        for (var parent = Path.GetDirectoryName(Path.GetFullPath(folder.Path)); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            try
            {
                disk.SyncDirectory(parent);
            }
            catch (UnauthorizedAccessException)
            {
                // A folder that this process may not open was not created by it, and neither were its parents. Any other failure may have lost an entry.
                return;
            }
        }
    }

    /// <returns>The missing segments, if the loss is accepted; null when none are missing.</returns>
    /// <exception cref="InvalidDataException">The loss is not accepted.</exception>
    private string? LossIn(string directory)
    {
        var missing = SegmentCatalogue.MissingFrom(SegmentCatalogue.Read(disk, directory));

        if (missing.Count is 0)
        {
            return null;
        }

        var names = missing.Count <= MostNames ? string.Join(", ", missing.Select(NameOf)) : $"{NameOf(missing.First())} to {NameOf(missing.Last())}";
        var loss = $"{directory} is missing the segment(s) {names}";

        return options.Value.AcceptLoss
            ? loss
            : throw new InvalidDataException($"{loss}, and their contents would be lost. Restore them, or start with --accept-loss (Inbox:AcceptLoss=true).");
    }

    private static string NameOf(long segment) => segment.ToString("x16", CultureInfo.InvariantCulture);

    [LoggerMessage(1204, LogLevel.Error, "{Loss}; the loss was accepted")]
    private static partial void LossAccepted(ILogger logger, string loss);

    [LoggerMessage(1206, LogLevel.Warning, "Waiting up to {Time} for the inbox in {Directory}: {Holder}. Until then deliveries are answered with 503")]
    private static partial void WaitingForFolder(ILogger logger, string directory, string holder, TimeSpan time);
}
