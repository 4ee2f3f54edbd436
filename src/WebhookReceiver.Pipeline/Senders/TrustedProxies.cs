using System.Net;

namespace WebhookReceiver.Senders;

/// <summary>The addresses and networks of <c>WhatsApp:TrustedProxies</c>: the proxies whose statements about the client are believed.</summary>
internal sealed class TrustedProxies(IEnumerable<string> configured)
{
    /// <summary>The prefix of an IPv4 address written as an IPv6 address.</summary>
    private const int MappedBits = 96;

    private readonly IPNetwork[] networks = [.. configured.Select(static text => Read(text) ?? throw new FormatException($"'{text}' is neither an address nor a network."))];

    /// <returns>Null for text that is neither an address nor a network, and for a network of all addresses, with which every sender could choose its own address.</returns>
    public static IPNetwork? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (AddressText.TryRead(text, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);

        if (slash < 0 || !AddressText.TryRead(text.AsSpan(0, slash), out address) || !IPNetwork.TryParse(text, out var network))
        {
            return null;
        }

        var bits = network.PrefixLength - (network.BaseAddress.AddressFamily == address.AddressFamily ? 0 : MappedBits);

        // The framework reads 10.0.0.7/8 as 10.0.0.0/8. Its author may have meant the single address, and would trust 16 million.
        return bits > 0 && new IPNetwork(address, bits) is var read && read.BaseAddress.Equals(address) ? read : null;
    }

    /// <param name="address">An address as <see cref="AddressText.Plain"/> returns it.</param>
    public bool Include(IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
