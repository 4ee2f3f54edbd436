using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WebhookReceiver.Inbox;

/// <summary>
/// Ids for dead letters: version 7 UUIDs (RFC 9562), ordered by creation even within a millisecond, because operators page through them by id. After the
/// timestamp come a 42-bit counter and 32 bits that are random per process start.
/// </summary>
internal static class DeadLetterIds
{
    private const int LowBits = 30;

    private static readonly uint Process = BinaryPrimitives.ReadUInt32BigEndian(RandomNumberGenerator.GetBytes(sizeof(uint)));

    private static long last;

    public static Guid Next(DateTimeOffset now)
    {
        var number = (ulong)Interlocked.Increment(ref last);
        var low = number & ((1UL << LowBits) - 1);
        var high = (number >> LowBits) & 0xFFF;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)now.ToUnixTimeMilliseconds() << 16) | 0x7000 | high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (0b10UL << 62) | (low << 32) | Process);
        return new Guid(bytes, bigEndian: true);
    }
}
