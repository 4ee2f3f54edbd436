using System.Buffers.Binary;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Reads what <see cref="ChecksumWriter"/> has written, piece by piece as the caller asks for it.</summary>
internal sealed class ChecksumReader(IDiskFile file)
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private long read;
    private uint crc;

    /// <returns>False when the file ends first.</returns>
    public bool TryRead(Span<byte> place)
    {
        if (end - start < place.Length && !TryFill(place.Length))
        {
            return false;
        }

        var bytes = buffer.AsSpan(start, place.Length);
        bytes.CopyTo(place);
        crc = Crc32C.Append(crc, bytes);
        start += place.Length;
        return true;
    }

    /// <summary>Whether what follows is the checksum of everything read so far.</summary>
    public bool IsWhole()
    {
        var expected = crc;
        Span<byte> place = stackalloc byte[sizeof(uint)];
        return TryRead(place) && BinaryPrimitives.ReadUInt32LittleEndian(place) == expected;
    }

    private bool TryFill(int wanted)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        var more = file.Read(read, buffer.AsSpan(end));
        read += more;
        end += more;
        return end >= wanted;
    }
}
