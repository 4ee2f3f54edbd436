using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.OpenApi;
using WebhookReceiver.Listeners;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>The addresses of the callback URLs: the one that was configured for registering, then those on which the public listener answers.</summary>
internal sealed class PublicServers(IServer server, ListenerPorts ports, IConfiguration configuration)
{
    private const string PublicUrlKey = "Register:PublicUrl";

    /// <param name="requested">The address at which the document was requested: its host replaces a wildcard, which cannot be called.</param>
    public List<OpenApiServer> At(string? requested)
    {
        var host = Uri.TryCreate(requested, UriKind.Absolute, out var address) && address.Host.Length > 0 ? address.Host : "localhost";
        var listening = (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? Enumerable.Empty<string>())
            .Select(BindingAddress.Parse)
            .Where(one => BoundHost.Of(one) is not BoundHostKind.Socket && !ports.IsOperations(one.Port))
            .Select(one => Of(one, host))
            .Distinct(StringComparer.Ordinal)
            .Select(static url => new OpenApiServer { Url = url, Description = "The public listener, as this machine sees it. From outside a proxy decides the address." });

        // With a path it is the address of one endpoint, not of the listener.
        return Uri.TryCreate(configuration[PublicUrlKey], UriKind.Absolute, out var outside) && outside.PathAndQuery is "/"
            ? [new OpenApiServer { Url = outside.GetLeftPart(UriPartial.Authority), Description = $"The address from outside ({PublicUrlKey})." }, .. listening]
            : [.. listening];
    }

    private static string Of(BindingAddress address, string host)
    {
        var reachable = BoundHost.Of(address) is BoundHostKind.Everything or BoundHostKind.Name ? host : address.Host;
        return new UriBuilder(address.Scheme, reachable, address.Port).Uri.GetLeftPart(UriPartial.Authority);
    }
}
