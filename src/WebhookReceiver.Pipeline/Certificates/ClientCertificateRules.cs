namespace WebhookReceiver.Certificates;

/// <summary>The rules of all endpoints that require a client certificate.</summary>
/// <param name="rules">The rules.</param>
/// <param name="authorities">The CA files, each once.</param>
/// <param name="isMandatory">Whether a connection without a certificate is of no use: every endpoint requires one, for its handshake too, and no proxy passes them on.</param>
internal sealed class ClientCertificateRules(IReadOnlyList<ClientCertificateRule> rules, IReadOnlyList<ClientAuthorities> authorities, bool isMandatory)
{
    public IReadOnlyList<ClientCertificateTrust> Trusts { get; } = [.. rules.Select(static rule => rule.Trust).Distinct()];

    public IReadOnlyList<ClientAuthorities> Authorities => authorities;

    public bool IsMandatory => isMandatory;

    /// <returns>Null for an endpoint that requires none.</returns>
    public ClientCertificateRule? Of(string endpoint) => rules.FirstOrDefault(rule => rule.Endpoint.Equals(endpoint, StringComparison.OrdinalIgnoreCase));
}
