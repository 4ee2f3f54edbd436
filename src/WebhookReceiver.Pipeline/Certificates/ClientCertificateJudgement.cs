namespace WebhookReceiver.Certificates;

/// <summary>The verdict on one certificate, with what it rests on, so that it need not be repeated for every request of a connection.</summary>
/// <param name="Trust">Who judged.</param>
/// <param name="Authorities">The authorities in force then.</param>
/// <param name="Verdict">The result.</param>
/// <param name="Until">When the first certificate of the chain ends.</param>
internal sealed record ClientCertificateJudgement(ClientCertificateTrust Trust, CertificateAuthorities Authorities, ClientCertificateVerdict Verdict, DateTimeOffset Until);
