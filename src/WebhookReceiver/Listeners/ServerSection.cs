using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WebhookReceiver.Listeners;

/// <summary>
/// What the section <c>Kestrel</c> may not say. Its endpoints take the place of both listeners, with none of their rules, and the protocol is HTTP/1.1.
/// </summary>
internal static class ServerSection
{
    public const string Name = "Kestrel";

    private const string Endpoints = $"{Name}:Endpoints";
    private const string Protocols = $"{Name}:EndpointDefaults:Protocols";

    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        foreach (var endpoint in configuration.GetSection(Endpoints).GetChildren())
        {
            yield return $"{endpoint.Path} would replace both listeners; remove it and use {ListenerSettings.PublicKey} and {ListenerSettings.OperationsKey}.";
        }

        if (configuration[Protocols] is { Length: > 0 } protocols && !protocols.Equals(nameof(HttpProtocols.Http1), StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{Protocols} is '{protocols}'; the receiver speaks HTTP/1.1 alone. Remove it: a proxy in front may speak HTTP/2.";
        }
    }
}
