using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WebhookReceiver.Deliveries;

/// <summary>
/// Ids for deliveries: random for each start of the process, and counted from there. A random id for each delivery would cost a system call
/// on the way to the 200.
/// </summary>
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
