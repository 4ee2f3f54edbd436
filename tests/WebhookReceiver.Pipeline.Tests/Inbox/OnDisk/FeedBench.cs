using Microsoft.Extensions.Options;
using WebhookReceiver.Channels;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>A feed whose writer side is driven by hand, so that every interleaving with the worker can be produced.</summary>
internal sealed class FeedBench : IDisposable
{
    private readonly List<PendingDelivery> unpublished = [];
    private readonly InboxFolder folder = new("/inbox");
    private readonly JournalAppender appender;
    private readonly Random random = new(1);

    public FeedBench(int capacity = 1, long segmentBytes = 64 * 1024)
    {
        Disk = new SimulatedDisk(folder.Deliveries);
        appender = new JournalAppender(Disk, folder.Deliveries, segmentBytes, default, 0, static () => 0);
        var channel = new DeliveryChannel(Options.Create(new DeliveryChannelOptions { Capacity = capacity }));
        Feed = new DeliveryFeed(channel, Segments, new DeliveryIndexes(Disk, folder, Segments), Disk, folder, Clock, Log);
        Feed.Open();
    }

    public ManualClock Clock { get; } = new();

    public SimulatedDisk Disk { get; }

    public DeliverySegments Segments { get; } = new();

    public DeliveryFeed Feed { get; }

    public ListLogger<DeliveryFeed> Log { get; } = new();

    public long Last => appender.LastSequence;

    public List<DeliveryPosition> Positions { get; } = [];

    /// <summary>Writes and syncs, and updates the segments; nothing is published to the feed yet.</summary>
    public void MakeDurable(int count)
    {
        for (; count > 0; count--)
        {
            var pending = new PendingDelivery(HashedBody.Delivery(random, random.Next(100)), 0);

            if (!appender.HasRoom(pending.Length))
            {
                Segments.Add(new DeliverySegment(appender.Begin()));
            }

            var offset = appender.Offset;
            DeliveryFrame.Write(pending.Delivery, appender.Add(DeliveryFrame.Kind, 0, pending.Length, out var sequence));
            pending.Delivery.Position = new DeliveryPosition(sequence, offset);
            Positions.Add(pending.Delivery.Position);
            unpublished.Add(pending);
            appender.Write();
            appender.Sync();
            Segments.Appended(sequence, sequence, 0, appender.DurableEnd.Offset);
        }
    }

    /// <summary>Makes an intact frame durable that is not a delivery.</summary>
    public void MakeForeignFrame()
    {
        var offset = appender.Offset;
        appender.Add(9, 0, 3, out var sequence);
        Positions.Add(new DeliveryPosition(sequence, offset));
        appender.Write();
        appender.Sync();
        Segments.Appended(sequence, sequence, 0, appender.DurableEnd.Offset);
    }

    public void Publish()
    {
        Feed.Publish(unpublished, 0, unpublished.Count);
        unpublished.Clear();
    }

    /// <summary>The numbers of the deliveries returned; those of unreadable ones are negative.</summary>
    public List<long> Take(int count = int.MaxValue)
    {
        var given = new List<long>();

        while (given.Count < count && Feed.TryTake() is { } delivery)
        {
            Assert.Equal(delivery.IsUnreadable, !HashedBody.IsWhole(delivery.Body.Span));
            given.Add(delivery.IsUnreadable ? -delivery.Position.Sequence : delivery.Position.Sequence);
        }

        return given;
    }

    public string FileOf(long sequence) => Path.Combine(folder.Deliveries, Segments.Find(sequence)!.Name.ToString());

    /// <summary>Corrupts one byte in the body of a delivery.</summary>
    public void Rot(long sequence, bool onDisk = true) =>
        Disk.Rot(FileOf(sequence), Positions[(int)sequence - 1].Offset + FrameHeader.Size + 3, onDisk: onDisk);

    public void FailReads(int times = 0, DiskOperation operation = DiskOperation.Open)
    {
        Disk.Faults.FailAt(1, forEver: true, call => call.Operation == operation && (times is 0 || Disk.Faults.Failures < times));
    }

    public void Dispose()
    {
        Feed.Dispose();
        appender.Dispose();
    }
}
