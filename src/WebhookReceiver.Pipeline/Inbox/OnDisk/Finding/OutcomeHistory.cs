using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads everything that the outcomes say about one event and its dead letters. Segments that have nothing of them are ruled out by their filters.</summary>
internal sealed class OutcomeHistory(IDisk disk, InboxFolder folder, InboxClock time, TimeProvider clock)
{
    /// <exception cref="IOException">Some of it cannot be read.</exception>
    /// <exception cref="InvalidDataException">A newer version wrote some of it.</exception>
    public IReadOnlyList<EventRecord> Of(EventId id, EventKey key, CancellationToken cancellationToken)
    {
        var records = new EventRecords(id, key);
        var (now, inboxNow) = (clock.GetUtcNow(), time.Now);

        foreach (var segment in SegmentCatalogue.Read(disk, folder.Outcomes))
        {
            cancellationToken.ThrowIfCancellationRequested();

            if (MayContain(segment.Name, records.FilterKeys))
            {
                Read(segment, records, writtenAt => now - TimeSpan.FromMilliseconds(inboxNow - writtenAt));
            }
        }

        return records.Found;
    }

    private bool MayContain(SegmentName name, IEnumerable<UInt128> keys)
    {
        try
        {
            return EventFilter.MayContain(disk, folder, name, keys) ?? true;
        }
        catch (IOException)
        {
            // There is no filter, or it cannot be read: then the segment is read.
            return true;
        }
    }

    private void Read(FoundSegment segment, EventRecords records, Func<long, DateTimeOffset> timeOf)
    {
        var path = Path.Combine(folder.Outcomes, segment.Name.ToString());

        try
        {
            using var reader = new SegmentReader(disk.Open(path), segment.Name, SegmentHeader.Size, segment.Length);

            while (reader.TryRead(out var frame))
            {
                // Most frames are about other events, and are not decoded.
                if (records.MayBeIn(frame.Body))
                {
                    records.Add(frame.Body, timeOf(frame.Header.Time));
                }
            }
        }
        catch (IOException) when (!File.Exists(path))
        {
            // Retention has deleted it in the meantime.
        }
    }
}
