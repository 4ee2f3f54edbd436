namespace WebhookReceiver.Certificates;

/// <summary>The result of checking a client certificate.</summary>
internal enum ClientCertificateVerdict
{
    /// <summary>It comes from the configured authority and has the configured name.</summary>
    Accepted,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>The header in which the proxy passes it on does not contain exactly one certificate.</summary>
    Unreadable,

    /// <summary>Its chain does not lead to a root in the CA file.</summary>
    Untrusted,

    /// <summary>It is not valid yet.</summary>
    NotYetValid,

    /// <summary>It, or a certificate of its chain, has expired.</summary>
    Expired,

    /// <summary>It does not say that it is for TLS clients.</summary>
    NotForClients,

    /// <summary>It has another name.</summary>
    OtherName,
}
