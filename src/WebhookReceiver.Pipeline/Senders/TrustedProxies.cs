using System.Net;

namespace WebhookReceiver.Senders;

/// <summary>The addresses and networks of <c>WhatsApp:TrustedProxies</c>: the proxies whose statements about the client are believed.</summary>
internal sealed class TrustedProxies(IEnumerable<string> configured)
{
    private readonly IPNetwork[] networks = [.. configured.Select(static text => AddressText.ReadNetwork(text) ?? throw new FormatException($"'{text}' is neither an address nor a network."))];

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
