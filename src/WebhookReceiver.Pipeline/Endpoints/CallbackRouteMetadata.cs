namespace WebhookReceiver;

/// <summary>Marks a route as a callback URL, for code that must distinguish it from the application's other routes.</summary>
/// <param name="Endpoint">The name of the endpoint in the configuration; <c>default</c> for the top-level one.</param>
/// <param name="Path">Its path.</param>
public sealed record CallbackRouteMetadata(string Endpoint, string Path)
{
    /// <summary>The header in which the sender proves who it is, such as <c>X-Hub-Signature-256</c>, as of the start.</summary>
    public string ProofHeader { get; init; } = string.Empty;

    /// <summary>Whether the sender checks the URL with a GET before it uses it, as of the start.</summary>
    public bool HasHandshake { get; init; }
}
