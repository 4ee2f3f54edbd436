using System.Runtime.InteropServices;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Builds the index file of one segment from the segment, in steps of about half a millisecond.</summary>
/// <param name="disk">The disk.</param>
/// <param name="path">The file to be built.</param>
/// <param name="segment">The path of the segment.</param>
/// <param name="name">The name of the segment.</param>
/// <param name="end">Where the segment ends.</param>
internal abstract class IndexBuild(IDisk disk, string path, string segment, SegmentName name, long end) : IDisposable
{
    private SegmentReader? reader;

    /// <summary>The file to be built.</summary>
    public string Path { get; } = path;

    protected IDisk Disk { get; } = disk;

    /// <returns>False when the segment has been read to its end.</returns>
    /// <exception cref="IOException">The segment cannot be read.</exception>
    public bool Step()
    {
        reader ??= new SegmentReader(Disk.Open(segment), name, SegmentHeader.Size, end);

        for (var read = 0; read < FramesPerStep; read++)
        {
            if (!reader.TryRead(out var frame))
            {
                return false;
            }

            Add(frame);
        }

        return true;
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    public abstract void Write();

    public virtual void Dispose()
    {
        reader?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract int FramesPerStep { get; }

    protected abstract void Add(in Frame frame);
}

/// <summary>Builds the index of a segment of deliveries.</summary>
internal sealed class DeliveryIndexBuild(IDisk disk, InboxFolder folder, DeliverySegment segment)
    : IndexBuild(disk, SegmentIndex.PathOf(folder, segment.Name), folder.PathOf(segment), segment.Name, segment.DurableEnd)
{
    private readonly SegmentTerms terms = new(segment.Name, isOfFile: true);
    private readonly List<ulong> found = [];

    protected override int FramesPerStep => 64;

    public override void Write()
    {
        terms.CoverAll(segment);
        SegmentIndex.Write(Disk, folder, terms);
    }

    public override void Dispose()
    {
        terms.Release();
        base.Dispose();
    }

    protected override void Add(in Frame frame)
    {
        if (!DeliveryFrame.TryRead(frame, out var delivery))
        {
            return;
        }

        found.Clear();
        found.Add(SearchTerms.OfDelivery(delivery.Id));

        foreach (var message in WhatsAppPayload.Enumerate(delivery.Body, delivery.PhoneNumberId))
        {
            SearchTerms.Add(message, found);
        }

        terms.Add(delivery.Position, delivery.ReceivedAt, CollectionsMarshal.AsSpan(found));
    }
}

/// <summary>Builds the filter of a segment of outcomes.</summary>
internal sealed class EventFilterBuild(IDisk disk, InboxFolder folder, FoundSegment segment)
    : IndexBuild(disk, EventFilter.PathOf(folder, segment.Name), System.IO.Path.Combine(folder.Outcomes, segment.Name.ToString()), segment.Name, segment.Length)
{
    /// <summary>Megabytes for a large segment, so only while it is being built: others wait for their turn.</summary>
    private KeyFilter? filter;

    protected override int FramesPerStep => 128;

    private KeyFilter Filter => filter ??= EventFilter.For(segment.Length);

    public override void Write() => EventFilter.Write(Disk, folder, segment.Name, Filter);

    public override void Dispose()
    {
        filter = null;
        base.Dispose();
    }

    protected override void Add(in Frame frame)
    {
        var records = new OutcomeReader(frame.Body);

        while (records.TryRead(out var record))
        {
            Filter.Add(record.Kind switch
            {
                OutcomeKind.DeadLettered => EventFilter.KeyOf(record.ReadDeadLetter().Event),
                OutcomeKind.DeadLetterRemoved => EventFilter.KeyOf(record.DeadLetter),
                _ => EventFilter.KeyOf(record.Event),
            });
        }
    }
}
