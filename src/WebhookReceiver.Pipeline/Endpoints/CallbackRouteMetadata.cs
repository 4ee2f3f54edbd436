namespace WebhookReceiver;

/// <summary>Marks a route as a callback URL, for code that must distinguish it from the application's other routes.</summary>
/// <param name="Endpoint">The name of the endpoint in the configuration; <c>default</c> for the top-level one.</param>
/// <param name="Path">Its path.</param>
public sealed record CallbackRouteMetadata(string Endpoint, string Path);
