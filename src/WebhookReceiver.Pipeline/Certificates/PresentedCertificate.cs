using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace WebhookReceiver.Certificates;

/// <summary>
/// A certificate that a client presented, with the intermediates that came with it. Remembers that it was accepted, so that a chain is built once for each connection and not for each request.
/// </summary>
internal sealed class PresentedCertificate(X509Certificate2 certificate, X509Certificate2Collection intermediates)
{
    /// <summary>How many intermediates are considered. Chains are shorter, and a longer list only costs time.</summary>
    public const int MostIntermediates = 8;

    /// <summary>The server keeps one object for the certificate of a connection, and so for all its requests.</summary>
    private static readonly ConditionalWeakTable<X509Certificate2, PresentedCertificate> OfConnections = [];

    private volatile ClientCertificateJudgement? accepted;

    /// <summary>The certificate of a connection. Without <see cref="Keep"/> it has no intermediates but those in the CA file.</summary>
    public static PresentedCertificate Of(X509Certificate2 certificate) => OfConnections.GetValue(certificate, static known => new PresentedCertificate(known, []));

    /// <summary>Keeps the intermediates that the TLS handshake brought, because nothing else of the connection does.</summary>
    public static PresentedCertificate Keep(X509Certificate2 certificate, X509Certificate2Collection intermediates)
    {
        // Copies, because the handshake disposes its own.
        X509Certificate2Collection copies = [.. intermediates.Take(MostIntermediates).Select(static one => X509CertificateLoader.LoadCertificate(one.RawData))];
        var presented = new PresentedCertificate(certificate, copies);
        OfConnections.AddOrUpdate(certificate, presented);
        return presented;
    }

    public ClientCertificateVerdict Judge(ClientCertificateTrust trust, DateTimeOffset now)
    {
        // After a change of the CA file, the connections that are open are judged again.
        if (accepted is { } known && known.Trust == trust && known.Authorities == trust.Authorities && now < known.Until)
        {
            return known.Verdict;
        }

        var judgement = trust.Judge(certificate, intermediates, now);
        accepted = judgement.Verdict is ClientCertificateVerdict.Accepted ? judgement : null;
        return judgement.Verdict;
    }
}
