namespace WebhookReceiver.Senders;

/// <summary>
/// The header in which the trusted proxies name their client. Only one is read: a proxy that adds to one of them passes the other on as a stranger wrote it.
/// </summary>
internal static class ForwardedHeader
{
    /// <summary>The header that nearly all proxies add to.</summary>
    public const string XForwardedFor = "X-Forwarded-For";

    /// <summary>The standard header (RFC 7239).</summary>
    public const string Forwarded = "Forwarded";

    public static bool IsStandard(string name) => name.Equals(Forwarded, StringComparison.OrdinalIgnoreCase);

    public static bool IsKnown(string name) => IsStandard(name) || name.Equals(XForwardedFor, StringComparison.OrdinalIgnoreCase);
}
