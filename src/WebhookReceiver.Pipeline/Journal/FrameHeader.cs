using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Journal;

/// <summary>
/// The header of a frame. Its checksum is verified before its length is trusted, and includes its own position; the body's checksum continues from it, so that
/// no part of a frame can be replaced separately.
/// </summary>
/// <param name="Kind">The kind of body; opaque to the journal.</param>
/// <param name="Sequence">The number of the frame.</param>
/// <param name="Time">When it was created, in milliseconds of a clock of the owner's choice; opaque to the journal.</param>
/// <param name="Length">The length of the body in bytes.</param>
/// <param name="PreviousCrc">The checksum of the preceding frame in this segment: a frame that followed an earlier version of that frame does not follow this one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameHeader(byte Kind, long Sequence, long Time, int Length, uint PreviousCrc)
{
    public const int Size = 36;

    /// <summary>The maximum body length. A greater length is rejected, whatever its checksum.</summary>
    public const int MaxLength = 128 * 1024 * 1024;

    public const uint Magic = 0x314D5246;

    private const int TrailerSize = 4;

    /// <summary>The size of a frame with a body of this length; a multiple of 8.</summary>
    public static int FrameSize(int length) => (Size + length + TrailerSize + 7) & ~7;

    /// <returns>The checksum of the header, from which the body's checksum continues.</returns>
    public uint Write(Span<byte> bytes, uint seed, long offset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], Kind);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Time);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[28..], PreviousCrc);
        var crc = Checksum(bytes, seed, offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[32..], crc);
        return crc;
    }

    /// <summary>Ends a frame whose header and body have been written.</summary>
    /// <returns>The checksum of the frame, for the next one.</returns>
    public static uint Seal(Span<byte> frame, uint headerCrc, int length)
    {
        var crc = Crc32C.Append(headerCrc, frame.Slice(Size, length));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[(Size + length)..], crc);
        frame[(Size + length + TrailerSize)..FrameSize(length)].Clear();
        return crc;
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, uint seed, long offset, out FrameHeader header, out uint crc)
    {
        header = default;
        crc = 0;

        if (bytes.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(bytes) is not Magic)
        {
            return false;
        }

        crc = BinaryPrimitives.ReadUInt32LittleEndian(bytes[32..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]);

        if (crc != Checksum(bytes, seed, offset) || length is < 0 or > MaxLength)
        {
            return false;
        }

        header = new FrameHeader(
            bytes[4],
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            length,
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]));
        return true;
    }

    /// <param name="frame">All bytes of the frame.</param>
    /// <param name="headerCrc">The checksum of its header.</param>
    /// <param name="length">The length of its body.</param>
    /// <param name="crc">The checksum of the frame.</param>
    public static bool IsWhole(ReadOnlySpan<byte> frame, uint headerCrc, int length, out uint crc)
    {
        crc = BinaryPrimitives.ReadUInt32LittleEndian(frame[(Size + length)..]);
        return crc == Crc32C.Append(headerCrc, frame.Slice(Size, length));
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes, uint seed, long offset) => Crc32C.Append(Crc32C.Append(seed, offset), bytes[..32]);
}
