using System.Buffers;
using System.Buffers.Binary;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Journal;

/// <summary>
/// Reads the frames of one segment in order, up to a limit. If bytes are not a valid frame it searches for the next one: frames are independent of each other,
/// so a bad sector does not cost the frames after it.
/// </summary>
internal sealed class SegmentReader : IDisposable
{
    private const int DefaultWindow = 1024 * 1024;

    private readonly IDiskFile file;
    private readonly SegmentName name;
    private readonly uint seed;
    private readonly List<DamagedRange> damage = [];
    private byte[] buffer;
    private long bufferOffset;
    private int buffered;
    private long lastSequence;
    private (long End, uint Crc, bool IsRejected) before;

    /// <param name="file">The segment's file; disposed with the reader.</param>
    /// <param name="name">Its name.</param>
    /// <param name="start">The offset of a frame; <see cref="SegmentHeader.Size"/> for the first.</param>
    /// <param name="limit">Where to stop: nothing beyond it is read.</param>
    /// <param name="window">How many bytes to read at once.</param>
    public SegmentReader(IDiskFile file, SegmentName name, long start, long limit, int window = DefaultWindow)
    {
        buffer = ArrayPool<byte>.Shared.Rent(window);
        this.file = file;
        this.name = name;
        seed = name.Seed;
        Position = start;
        End = start;
        Limit = limit;
    }

    /// <summary>Where it reads next.</summary>
    public long Position { get; private set; }

    /// <summary>The end of the last frame read; initially the start offset. What finally remains between it and the limit is a torn tail.</summary>
    public long End { get; private set; }

    /// <summary>May be raised between reads, when the segment has grown.</summary>
    public long Limit { get; set; }

    /// <summary>The ranges that were not valid frames although frames follow them.</summary>
    public IReadOnlyList<DamagedRange> Damage => damage;

    /// <summary>Reads the next frame, wherever it begins; false when there is none before the limit.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    public bool TryRead(out Frame frame)
    {
        var position = Position;
        var accepted = before;

        while (position + FrameHeader.FrameSize(0) <= Limit)
        {
            if (TryReadAt(position, out frame))
            {
                if (position > End)
                {
                    damage.Add(new DamagedRange(name, End, position - End));
                }

                Position = End = frame.End;
                lastSequence = frame.Header.Sequence;
                before = (frame.End, frame.Crc, IsRejected: false);
                return true;
            }

            position = NextCandidate(position + 8);
        }

        // The next search starts here if the limit is raised: a frame that is being written may be complete by then.
        Position = End;
        before = accepted;
        frame = default;
        return false;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        file.Dispose();
    }

    private bool TryReadAt(long offset, out Frame frame)
    {
        frame = default;

        if (!FrameHeader.TryRead(Bytes(offset, FrameHeader.Size), seed, offset, out var header, out var headerCrc)
            || offset + FrameHeader.FrameSize(header.Length) > Limit)
        {
            return false;
        }

        var bytes = Bytes(offset, FrameHeader.FrameSize(header.Length));

        if (bytes.IsEmpty || !FrameHeader.IsWhole(bytes, headerCrc, header.Length, out var crc))
        {
            return false;
        }

        // A frame directly after another must be the one that was written after it. If it is not, it is left over from an earlier use of this space, and so is
        // what follows it.
        var follows = offset == before.End;

        if (header.Sequence <= lastSequence || (follows && (before.IsRejected || header.PreviousCrc != before.Crc)))
        {
            before = (offset + FrameHeader.FrameSize(header.Length), crc, IsRejected: true);
            return false;
        }

        frame = new Frame(header, offset, bytes.Slice(FrameHeader.Size, header.Length), crc);
        return true;
    }

    /// <summary>The next offset, in steps of 8, that starts with a frame's first bytes; the limit when there is none.</summary>
    private long NextCandidate(long offset)
    {
        for (; offset + FrameHeader.FrameSize(0) <= Limit; offset += 8)
        {
            var bytes = Bytes(offset, 8);

            if (bytes.IsEmpty)
            {
                // The file is shorter than it should be. Probing every offset beyond its end would take minutes.
                return Limit;
            }

            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) is FrameHeader.Magic)
            {
                return offset;
            }
        }

        return Limit;
    }

    /// <summary>This many bytes of the file; none when the file is too short.</summary>
    private ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        if (offset < bufferOffset || offset + count > bufferOffset + buffered)
        {
            if (buffer.Length < count)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = ArrayPool<byte>.Shared.Rent(count);
            }

            bufferOffset = offset;
            buffered = file.Read(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, Math.Max(count, Limit - offset))));

            if (buffered < count)
            {
                return [];
            }
        }

        return buffer.AsSpan((int)(offset - bufferOffset), count);
    }
}
