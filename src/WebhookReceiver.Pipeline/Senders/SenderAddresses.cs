using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace WebhookReceiver.Senders;

/// <summary>
/// Finds out where a request comes from: the address of its connection or, if that is a trusted proxy, the address that the proxy appended to
/// <c>X-Forwarded-For</c>, and so on to the left as long as the proxies are trusted. Anything further left was written by a stranger. Evaluated only when something is refused.
/// </summary>
internal sealed class SenderAddresses(TrustedProxies proxies)
{
    public const string HeaderName = "X-Forwarded-For";

    /// <summary>No chain of proxies is this long. Ends the walk through a header that a stranger has filled with our own proxies' addresses.</summary>
    private const int MostHops = 16;

    /// <returns>Null when the connection has no address: it came over a Unix socket.</returns>
    public IPAddress? Of(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } connection ? Of(connection, context.Request.Headers[HeaderName]) : null;

    public IPAddress Of(IPAddress connection, StringValues forwarded)
    {
        var believed = AddressText.Plain(connection);
        var hops = 0;

        // Several headers form one list (RFC 9110 section 5.3), so the last header is its right end.
        for (var header = forwarded.Count - 1; header >= 0; header--)
        {
            var rest = forwarded[header].AsSpan();

            while (!rest.IsEmpty)
            {
                if (++hops > MostHops || !proxies.Include(believed))
                {
                    return believed;
                }

                var comma = rest.LastIndexOf(',');
                var entry = rest[(comma + 1)..].Trim(" \t");
                rest = rest[..Math.Max(comma, 0)];

                if (entry.IsEmpty)
                {
                    continue;
                }

                if (!AddressText.TryReadForwarded(entry, out var said))
                {
                    // The last proxy does not name its client, so the proxy itself is the last known address.
                    return believed;
                }

                believed = said;
            }
        }

        return believed;
    }
}
