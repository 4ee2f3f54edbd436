namespace WebhookReceiver.Certificates;

/// <summary>That an endpoint requires a client certificate.</summary>
/// <param name="Endpoint">The name of the endpoint.</param>
/// <param name="Trust">Which ones it accepts. Endpoints with the same CA file and name share one.</param>
/// <param name="IsHandshakeExempt">Whether its handshake passes without one.</param>
internal sealed record ClientCertificateRule(string Endpoint, ClientCertificateTrust Trust, bool IsHandshakeExempt);
