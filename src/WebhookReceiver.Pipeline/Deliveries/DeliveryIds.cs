using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WebhookReceiver.Deliveries;

/// <summary>Ids for deliveries: a random prefix per process start, then a counter. A random id per delivery would cost a system call before the 200.</summary>
internal static class DeliveryIds
{
    private static readonly ulong Process = BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private static ulong last;

    public static Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Process);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Interlocked.Increment(ref last));
        return new Guid(bytes, bigEndian: true);
    }
}
