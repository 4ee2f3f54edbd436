using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WebhookReceiver.Senders;

/// <summary>
/// Reads addresses as people and proxies write them. Stricter than the framework, which accepts <c>1</c> as 0.0.0.1 and <c>010.0.0.1</c> as 8.0.0.1: when two programs read
/// the same text as different addresses, a stranger can pass for somebody else.
/// </summary>
internal static class AddressText
{
    /// <summary>The longest IPv6 address (45 characters), in brackets and with a port, and room for a zone.</summary>
    private const int Longest = 72;

    /// <summary>The prefix of an IPv4 address written as an IPv6 address.</summary>
    private const int MappedBits = 96;

    /// <summary>An IPv4-mapped IPv6 address becomes the IPv4 address: which of the two a socket reports depends on how it was bound. A zone is dropped.</summary>
    public static IPAddress Plain(IPAddress address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4(),
        { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } => new IPAddress(address.GetAddressBytes()),
        _ => address,
    };

    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;

        if (text.Length > Longest || !IPAddress.TryParse(text, out var read) || text.StartsWith('[') || IsShorthand(text, read))
        {
            return false;
        }

        address = Plain(read);
        return true;
    }

    /// <summary>Reads an entry of <c>X-Forwarded-For</c>: an address, or one with a port, with IPv6 in brackets. The port does not identify the sender.</summary>
    public static bool TryReadForwarded(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;

        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']');
            return end > 0 && IsEmptyOrPort(text[(end + 1)..]) && text[1..end].Contains(':') && TryRead(text[1..end], out address);
        }

        var colon = text.IndexOf(':');

        return colon >= 0 && colon == text.LastIndexOf(':')
            ? IsEmptyOrPort(text[colon..]) && TryRead(text[..colon], out address)
            : TryRead(text, out address);
    }

    /// <summary>Reads an address, or a network with its prefix (CIDR).</summary>
    /// <returns>Null for text that is neither an address nor a network, and for a network of all addresses, with which every sender could choose its own address.</returns>
    public static IPNetwork? ReadNetwork(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (TryRead(text, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);

        if (slash < 0 || !TryRead(text.AsSpan(0, slash), out address) || !IPNetwork.TryParse(text, out var network))
        {
            return null;
        }

        var bits = network.PrefixLength - (network.BaseAddress.AddressFamily == address.AddressFamily ? 0 : MappedBits);

        // The framework reads 10.0.0.7/8 as 10.0.0.0/8. Its author may have meant the single address, and would trust 16 million.
        return bits > 0 && new IPNetwork(address, bits) is var read && read.BaseAddress.Equals(address) ? read : null;
    }

    private static bool IsShorthand(ReadOnlySpan<char> text, IPAddress read) =>
        read.AddressFamily is AddressFamily.InterNetwork && !text.SequenceEqual(read.ToString());

    private static bool IsEmptyOrPort(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text[0] is ':' && ushort.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _));
}
