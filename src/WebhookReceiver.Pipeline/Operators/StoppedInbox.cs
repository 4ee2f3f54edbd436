using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Operators;

/// <summary>
/// The inbox of a service that does not run: the folder is locked, recovered as the service would recover it, and what is done with it is synced when this is
/// disposed. A replay is marked, and done when the service starts next.
/// </summary>
public sealed class StoppedInbox : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider services;
    private IDisposable? folderLock;
    private bool isStarted;

    private StoppedInbox(ServiceProvider services) => this.services = services;

    /// <summary>What can be done with it.</summary>
    public WhatsAppInbox Inbox { get; private set; } = null!;

    private OutcomeJournal Outcomes => services.GetRequiredService<OutcomeJournal>();

    /// <summary>Takes the folder and recovers it.</summary>
    /// <param name="configuration">Of which the section <c>Inbox</c> is used.</param>
    /// <param name="logging">Where recovery tells of damage.</param>
    /// <exception cref="InboxInUseException">Another process has it.</exception>
    /// <exception cref="InvalidDataException">A newer version wrote it, or files of it are missing.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read or written.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting of the section cannot be used.</exception>
    public static async Task<StoppedInbox> OpenAsync(IConfiguration configuration, Action<ILoggingBuilder> logging)
    {
        var parts = new ServiceCollection();
        parts.AddSingleton(configuration);
        parts.AddLogging(logging);
        parts.AddWhatsAppWebhooks();
        var stopped = new StoppedInbox(parts.BuildServiceProvider());

        try
        {
            await Task.Run(stopped.Recover);
            return stopped;
        }
        catch
        {
            await stopped.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads a folder and nothing but reads: it need not be writable, and a service may be at work in it.</summary>
    /// <exception cref="InvalidDataException">A newer version wrote it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static InboxVerification Verify(InboxLocation location)
    {
        ArgumentNullException.ThrowIfNull(location);
        IDisk disk = OperatingSystem.IsLinux() ? new PosixDisk() : new PortableDisk();
        return new InboxVerifier(disk, new InboxFolder(location.Directory)).Verify();
    }

    /// <summary>Writes and syncs what was done, and lets the folder go.</summary>
    /// <exception cref="IOException">It was not written in time.</exception>
    public async ValueTask DisposeAsync()
    {
        var isWritten = !isStarted || await Task.Run(() => Outcomes.Stop(StopPatience)) && Outcomes.IsHealthy;
        await services.DisposeAsync();
        folderLock?.Dispose();

        if (!isWritten)
        {
            throw new IOException("What was done could not be written to the inbox.");
        }
    }

    private void Recover()
    {
        var disk = services.GetRequiredService<IDisk>();
        var folder = services.GetRequiredService<InboxFolder>();
        var segments = services.GetRequiredService<DeliverySegments>();
        var keys = services.GetRequiredService<HandledKeys>();
        var time = services.GetRequiredService<InboxClock>();
        var clock = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<StoppedInbox>>();

        // Before anything is changed, even the lock: a folder of a newer version stays as it is.
        var foundOutcomes = SegmentCatalogue.Read(disk, folder.Outcomes);
        var foundDeliveries = SegmentCatalogue.Read(disk, folder.Deliveries);
        Lock(folder);

        // Again, because a service may have written until a moment ago.
        foundOutcomes = SegmentCatalogue.Read(disk, folder.Outcomes);
        foundDeliveries = SegmentCatalogue.Read(disk, folder.Deliveries);
        RefuseLoss(foundOutcomes, folder.Outcomes);
        RefuseLoss(foundDeliveries, folder.Deliveries);
        disk.CreateDirectory(folder.Deliveries);
        disk.CreateDirectory(folder.Outcomes);
        disk.CreateDirectory(folder.Keys);

        var progress = new RecoveryProgress(foundOutcomes.Concat(foundDeliveries).Sum(static segment => segment.Length), clock, logger);
        time.Saw(foundDeliveries);
        var recovered = new OutcomeRecovery(disk, folder, keys, time, progress, logger).Read(foundOutcomes, segments.Recall);
        new DeliveryRecovery(disk, folder, segments, time, progress).Read(foundDeliveries, recovered.LastDelivery);
        Outcomes.Start(recovered);
        isStarted = true;
        Inbox = OperatorServices.Open(services, static () => true, beginAnew: null);
    }

    private void Lock(InboxFolder folder)
    {
        try
        {
            folderLock = services.GetRequiredService<IDisk>().Lock(folder.Lock);
        }
        catch (IOException exception)
        {
            throw new InboxInUseException($"{folder.Path} cannot be taken: {exception.Message}", exception);
        }
    }

    /// <summary>What is missing decides what is open and what is a duplicate: nothing is to be done on top of it unless the loss is accepted.</summary>
    private void RefuseLoss(IReadOnlyList<FoundSegment> found, string directory)
    {
        var options = services.GetRequiredService<Microsoft.Extensions.Options.IOptions<InboxOptions>>().Value;

        if (!options.AcceptLoss && SegmentCatalogue.MissingFrom(found).Count > 0)
        {
            throw new InvalidDataException($"{directory} lacks segments. Look at it with 'inbox verify'; Inbox:AcceptLoss=true goes on without them.");
        }
    }
}
