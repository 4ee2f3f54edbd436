using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace WebhookReceiver.Senders;

/// <summary>
/// Finds out where a request comes from: the address of its connection or, if that is a trusted proxy, the address that the proxy appended to
/// <c>X-Forwarded-For</c> or <c>Forwarded</c>, and so on to the left as long as the proxies are trusted. Anything further left was written by a stranger. Evaluated only when something is refused, and for
/// endpoints with a list of allowed addresses.
/// </summary>
/// <param name="proxies">The proxies whose statements are believed.</param>
/// <param name="header">The header in which they make them.</param>
internal sealed class SenderAddresses(TrustedProxies proxies, string header = ForwardedHeader.XForwardedFor)
{
    private readonly bool isStandard = ForwardedHeader.IsStandard(header);

    /// <summary>No chain of proxies is this long. Ends the walk through a header that a stranger has filled with our own proxies' addresses.</summary>
    private const int MostHops = 16;

    /// <returns>Null when the connection has no address: it came over a Unix socket.</returns>
    public IPAddress? Of(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } connection ? Of(connection, context.Request.Headers[header]) : null;

    public IPAddress Of(IPAddress connection, StringValues forwarded)
    {
        var believed = AddressText.Plain(connection);
        var hops = 0;

        // Several headers form one list (RFC 9110 section 5.3), so the last header is its right end.
        for (var line = forwarded.Count - 1; line >= 0; line--)
        {
            var rest = forwarded[line].AsSpan();

            while (!rest.IsEmpty)
            {
                if (++hops > MostHops || !proxies.Include(believed))
                {
                    return believed;
                }

                var entry = isStandard ? ForwardedText.TakeLast(ref rest) : TakeLast(ref rest);

                if (entry.IsEmpty)
                {
                    continue;
                }

                if (!AddressText.TryReadForwarded(isStandard ? ForwardedText.ForIn(entry) : entry, out var said))
                {
                    // The last proxy does not name its client, so the proxy itself is the last known address.
                    return believed;
                }

                believed = said;
            }
        }

        return believed;
    }

    private static ReadOnlySpan<char> TakeLast(ref ReadOnlySpan<char> rest)
    {
        var comma = rest.LastIndexOf(',');
        var last = rest[(comma + 1)..].Trim(" \t");
        rest = rest[..Math.Max(comma, 0)];
        return last;
    }
}
