using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Benchmarks;

/// <summary>Writes deliveries into a journal's folder with the code that writes them in life, only without the HTTP in front: minutes become seconds.</summary>
internal sealed class JournalFiller(InboxFolder folder, TimeProvider clock)
{
    private const int BatchBytes = 1024 * 1024;

    /// <summary>What the bodies are accepted by.</summary>
    private const string Endpoint = "default";

    private static readonly long SegmentBytes = new InboxOptions().SegmentBytes;

    private readonly PosixDisk disk = new PosixDisk();

    /// <summary>How many bytes the journal has.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many deliveries.</summary>
    public long Deliveries { get; private set; }

    /// <param name="bodies">The deliveries, in order.</param>
    /// <param name="enough">Where to stop, if there are more.</param>
    /// <param name="cancellationToken">Leaves a journal that is not to be used.</param>
    public void Write(IEnumerable<byte[]> bodies, long enough, CancellationToken cancellationToken)
    {
        disk.CreateDirectory(folder.Path);
        disk.CreateDirectory(folder.Deliveries);
        disk.SyncDirectory(folder.Path);

        using var appender = new JournalAppender(disk, folder.Deliveries, SegmentBytes, default, lastId: 0, () => clock.GetUtcNow().ToUnixTimeMilliseconds());
        appender.Begin();
        Bytes = appender.Offset;
        var batched = 0;

        foreach (var body in bodies)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = clock.GetUtcNow();
            var delivery = Delivery.Restored(DeliveryIds.Next(), Endpoint, body, now, phoneNumberId: null, position: default);
            var length = DeliveryFrame.Length(delivery);

            if (!appender.HasRoom(length) || batched > BatchBytes)
            {
                appender.Write();
                batched = 0;
            }

            if (!appender.HasRoom(length))
            {
                appender.Sync();
                appender.Begin();
                Bytes += appender.Offset;
            }

            DeliveryFrame.Write(delivery, appender.Add(DeliveryFrame.Kind, now.ToUnixTimeMilliseconds(), length, out _));
            batched += FrameHeader.FrameSize(length);
            Bytes += FrameHeader.FrameSize(length);
            Deliveries++;

            if (Bytes >= enough)
            {
                break;
            }
        }

        appender.Write();
        appender.Sync();
    }
}
