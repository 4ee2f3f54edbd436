using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Senders;

/// <summary>
/// The addresses that count as one sender: a single IPv4 address, or an IPv6 /64, because the sender chooses the other 64 bits itself. The default value stands for a
/// sender without an address.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AddressBlock(AddressFamily Family, ulong Bits)
{
    public static AddressBlock Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[16];
        var plain = AddressText.Plain(address);
        plain.TryWriteBytes(bytes, out _);

        return new AddressBlock(
            plain.AddressFamily,
            plain.AddressFamily is AddressFamily.InterNetwork ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    public override string ToString()
    {
        if (Family is AddressFamily.Unspecified)
        {
            return "unknown";
        }

        if (Family is AddressFamily.InterNetwork)
        {
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(four, (uint)Bits);
            return new IPAddress(four).ToString();
        }

        Span<byte> network = stackalloc byte[16];
        network.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(network, Bits);
        return $"{new IPAddress(network)}/64";
    }
}
