using System.Buffers.Binary;
using System.Security.Cryptography;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Journal;

/// <summary>
/// Appends to a journal, on one thread: numbers the frames and begins a new segment when one is full, when one has failed, and at every start, so that no file
/// is ever written by two runs of the process.
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="directory">The folder, which exists.</param>
/// <param name="segmentBytes">The size of a segment.</param>
/// <param name="end">The end of the existing journal.</param>
/// <param name="lastId">The highest number of any segment file, usable or not.</param>
/// <param name="time">The time for headers, in milliseconds of the owner's clock.</param>
internal sealed class JournalAppender(IDisk disk, string directory, long segmentBytes, SegmentEnd end, long lastId, Func<long> time) : IDisposable
{
    private SegmentWriter? writer;
    private long lastId = lastId;

    /// <summary>The end of what is durable.</summary>
    public SegmentEnd DurableEnd { get; private set; } = end;

    /// <summary>The highest frame number assigned.</summary>
    public long LastSequence { get; private set; } = end.LastSequence;

    /// <summary>The segment being written; null before the first and after a failure.</summary>
    public SegmentName? Current => writer?.Name;

    /// <summary>The format version of the segment being written, or of the last one.</summary>
    public int Version { get; private set; }

    /// <summary>Where the next frame will begin.</summary>
    public long Offset => writer!.Offset;

    public bool HasBatch => writer is { HasBatch: true };

    /// <summary>Whether a frame with a body of this length fits into the segment. A frame larger than a segment gets its own.</summary>
    public bool HasRoom(int length) =>
        writer is { } current && (current.Offset is SegmentHeader.Size || current.Offset + FrameHeader.FrameSize(length) <= segmentBytes);

    /// <summary>Ends the segment, if there is one, and begins the next.</summary>
    /// <param name="version">Its format version.</param>
    /// <exception cref="IOException">The new segment could not be made durable; there is no current segment now.</exception>
    public SegmentName Begin(int version = SegmentHeader.CommonVersion)
    {
        Close();
        var name = new SegmentName(++lastId, BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(long))));
        var header = new SegmentHeader(version, LastSequence + 1, DurableEnd, (uint)Math.Clamp((time() + 999) / 1000, 0, uint.MaxValue));
        writer = SegmentWriter.Create(disk, directory, name, header);
        Version = version;
        DurableEnd = new SegmentEnd(name.Id, LastSequence, SegmentHeader.Size);
        return name;
    }

    /// <summary>Adds a frame to the batch. There must be room for it.</summary>
    /// <returns>The buffer for its body, to be filled before the next call.</returns>
    public Span<byte> Add(byte kind, long time, int length, out long sequence)
    {
        sequence = ++LastSequence;
        return writer!.Add(kind, sequence, time, length);
    }

    /// <exception cref="IOException">The segment has failed; call <see cref="Close"/>.</exception>
    public void Write() => writer!.Write();

    /// <exception cref="IOException">The segment has failed; call <see cref="Close"/>.</exception>
    public void Sync()
    {
        writer!.Sync();
        DurableEnd = new SegmentEnd(writer.Name.Id, LastSequence, writer.Offset);
    }

    /// <summary>Abandons the segment for good. The numbers of frames that were added and did not become durable are not reused.</summary>
    public void Close()
    {
        writer?.Dispose();
        writer = null;
    }

    public void Dispose() => Close();
}
