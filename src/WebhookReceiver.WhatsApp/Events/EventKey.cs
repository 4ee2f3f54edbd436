using System.Buffers.Binary;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The idempotency key of an event: the same whenever Meta sends that event again, in any batch and to any instance, and
/// different for different events. 128 bits of a SHA-256 over the event's identity, so it contains no personal data itself.
/// </summary>
/// <remarks>The endpoint is not part of it: two endpoints that receive the same event see the same key.</remarks>
/// <param name="Value">The 128 bits.</param>
public readonly record struct EventKey(UInt128 Value)
{
    /// <summary>The length of a key in bytes.</summary>
    public const int Size = 16;

    /// <summary>Reads a key from the first <see cref="Size"/> bytes, most significant first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than <see cref="Size"/> bytes.</exception>
    public static EventKey FromBytes(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Returns 32 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return Convert.ToHexStringLower(bytes);
    }
}
