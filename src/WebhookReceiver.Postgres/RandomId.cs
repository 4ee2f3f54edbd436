using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WebhookReceiver.Postgres;

/// <summary>
/// Ids of writers and instances. Not from a sequence of the database: after a failover to an asynchronous replica that would give out numbers again that running instances still know,
/// and they would pass over what is stored under them.
/// </summary>
internal static class RandomId
{
    /// <summary>What a position has room for, beside a slot and a generation.</summary>
    public const int WriterBits = 35;

    public const int InstanceBits = 62;

    /// <summary>A positive number. Should it exist in its table, the insert fails and is tried again with another.</summary>
    public static long New(int bits)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return Math.Max(1, BinaryPrimitives.ReadInt64LittleEndian(bytes) & ((1L << bits) - 1));
    }
}
