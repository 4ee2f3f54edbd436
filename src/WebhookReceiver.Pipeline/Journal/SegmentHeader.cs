using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Journal;

/// <summary>
/// The first bytes of a segment. They are synced, together with the folder, before the first frame is written. Each header records where the previous segment
/// ends, so that a missing or truncated file is detected.
/// </summary>
/// <param name="Version">The version of the format.</param>
/// <param name="BaseSequence">The number that the first frame has or will have.</param>
/// <param name="Previous">Where the previous segment ends.</param>
/// <param name="CreatedAt">
/// When it was created, in whole seconds, rounded up: by the owner's own clock, or in version 1 by the wall clock, which cannot be trusted.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentHeader(int Version, long BaseSequence, SegmentEnd Previous, uint CreatedAt)
{
    /// <summary>The newest version that this code writes. It reads all versions up to this one.</summary>
    public const int CurrentVersion = 3;

    /// <summary>The version of a segment that contains nothing an earlier program would misunderstand, so that one can go back to it.</summary>
    public const int CommonVersion = 2;

    public const int Size = 64;

    private const uint Magic = 0x4C4E524A;

    public void Write(Span<byte> bytes, SegmentName name)
    {
        bytes[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], name.Id);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], name.Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], BaseSequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], Previous.Segment);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], Previous.LastSequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], Previous.Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[56..], CreatedAt);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[(Size - 4)..], Crc32C.Append(name.Seed, bytes[..(Size - 4)]));
    }

    /// <returns>False when these bytes are not the header of that segment, for example after a crash during its creation.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, SegmentName name, out SegmentHeader header)
    {
        header = default;

        if (bytes.Length < Size
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) is not Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[(Size - 4)..]) != Crc32C.Append(name.Seed, bytes[..(Size - 4)]))
        {
            return false;
        }

        header = new SegmentHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            new SegmentEnd(
                BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[48..])),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[56..]));
        return true;
    }
}
