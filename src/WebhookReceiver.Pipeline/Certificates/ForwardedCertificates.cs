using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Certificates;

/// <summary>
/// The client certificates that a proxy which ends TLS passes on in a header. Believed only from a trusted proxy's own connection, and checked like one from a TLS handshake: a proxy that checks
/// less does not open the door.
/// </summary>
/// <param name="header">The header; null when no proxy passes certificates on.</param>
/// <param name="proxies">The trusted proxies.</param>
internal sealed class ForwardedCertificates(string? header, TrustedProxies proxies)
{
    /// <summary>The header of RFC 9440.</summary>
    public const string StandardHeader = "Client-Cert";

    private const string StandardChain = "Client-Cert-Chain";

    /// <summary>How many accepted certificates are remembered. The sender has one at a time.</summary>
    private const int MostKnown = 64;

    /// <summary>The accepted ones by the text that contained them, so that a chain is not built for each request. The same text is the same certificate; its verdict is still examined.</summary>
    private readonly ConcurrentDictionary<(string Certificate, string Chain), PresentedCertificate> known = new();

    private readonly bool isStandard = StandardHeader.Equals(header, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the request comes from a proxy that passes certificates on. Then only the header counts: a certificate of the connection is the proxy's.</summary>
    public bool AreFrom(HttpContext context) =>
        header is not null && context.Connection.RemoteIpAddress is { } address && proxies.Include(AddressText.Plain(address));

    public ClientCertificateVerdict Judge(IHeaderDictionary headers, ClientCertificateTrust trust, DateTimeOffset now)
    {
        var values = headers[header!];

        if (values is [] or [null or "" or "::"])
        {
            return ClientCertificateVerdict.Missing;
        }

        // A second header is one that the proxy did not replace.
        if (values is not [{ } text])
        {
            return ClientCertificateVerdict.Unreadable;
        }

        var key = (text, isStandard ? headers[StandardChain].ToString() : string.Empty);
        var presented = known.GetValueOrDefault(key) ?? Read(text, isStandard ? headers[StandardChain] : StringValues.Empty);

        if (presented is null)
        {
            return ClientCertificateVerdict.Unreadable;
        }

        var verdict = presented.Judge(trust, now);

        if (verdict is ClientCertificateVerdict.Accepted)
        {
            Remember(key, presented);
        }

        return verdict;
    }

    private PresentedCertificate? Read(string text, StringValues chain)
    {
        if (isStandard)
        {
            return ForwardedCertificateText.ByteSequence(text) is { } certificate ? new PresentedCertificate(certificate, Chain(chain)) : null;
        }

        return ForwardedCertificateText.Pem(text) is [var first, ..] all ? new PresentedCertificate(first, [.. all.Skip(1).Take(PresentedCertificate.MostIntermediates)]) : null;
    }

    /// <summary>What cannot be read is left out: without it the chain is incomplete, which is refused anyway.</summary>
    private static X509Certificate2Collection Chain(StringValues chain) =>
    [
        .. chain.SelectMany(static line => (line ?? string.Empty).Split(','))
            .Take(PresentedCertificate.MostIntermediates)
            .Select(static entry => ForwardedCertificateText.ByteSequence(entry.AsSpan().Trim(" \t")))
            .OfType<X509Certificate2>(),
    ];

    private void Remember((string Certificate, string Chain) key, PresentedCertificate presented)
    {
        if (known.ContainsKey(key))
        {
            return;
        }

        if (known.Count >= MostKnown)
        {
            known.Clear();
        }

        known.TryAdd(key, presented);
    }
}
