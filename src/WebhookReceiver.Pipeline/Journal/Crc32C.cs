using System.Numerics;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Journal;

/// <summary>CRC-32C (RFC 3720 appendix B.4), using the processor's instruction if it has one.</summary>
internal static class Crc32C
{
    /// <summary>Continues a checksum: the result covers the bytes that <paramref name="seed"/> covers, followed by these.</summary>
    public static uint Append(uint seed, ReadOnlySpan<byte> bytes)
    {
        var crc = ~seed;

        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var value in bytes[(bytes.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    public static uint Append(uint seed, long number) => ~BitOperations.Crc32C(~seed, (ulong)number);
}
