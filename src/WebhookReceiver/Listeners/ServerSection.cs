using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace WebhookReceiver.Listeners;

/// <summary>
/// Refuses settings in the section <c>Kestrel</c> that would break the host: its endpoints replace both listeners and all their rules, and the only supported protocol is HTTP/1.1.
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
            yield return $"{Protocols} is '{protocols}'; the receiver speaks only HTTP/1.1. Remove it: a proxy in front may speak HTTP/2.";
        }
    }
}
