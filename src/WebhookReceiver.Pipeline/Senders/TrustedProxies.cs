using System.Net;

namespace WebhookReceiver.Senders;

/// <summary>The addresses and networks of <c>WhatsApp:TrustedProxies</c>: who may say for whom a request was passed on.</summary>
internal sealed class TrustedProxies(IEnumerable<string> configured)
{
    /// <summary>What stands before the IPv4 address where one is written as an IPv6 address.</summary>
    private const int MappedBits = 96;

    private readonly IPNetwork[] networks = [.. configured.Select(static text => Read(text) ?? throw new FormatException($"'{text}' is no address and no network."))];

    /// <returns>Null for what is neither an address nor a network. A network of everything is none: with it each sender could choose its own address.</returns>
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

        // The framework takes 10.0.0.7/8 for 10.0.0.0/8; whoever wrote that may have meant the one address, and would trust 16 million.
        return bits > 0 && new IPNetwork(address, bits) is var read && read.BaseAddress.Equals(address) ? read : null;
    }

    /// <param name="address">As <see cref="AddressText.Plain"/> makes it.</param>
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
