using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WebhookReceiver.Listeners;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>The title, the server of the operations, and the groups in the order in which they are read. The last step: only then are all groups known.</summary>
internal sealed class DocumentHead(ListenerSettings settings) : IOpenApiDocumentTransformer
{
    private const string Description =
        """
        A receiver of WhatsApp notifications. It has two listeners:

        - The **public listener** answers on the callback URLs and nowhere else. From outside, a proxy usually decides under which address it is reached; `servers` of these paths name the address on which it listens.
        - The **operations listener** answers everything else. `servers` names the address at which this document was requested, also through a tunnel.

        `/api` needs a key, as `Authorization: Bearer <key>` or `X-Api-Key: <key>`: `Operations:ApiKey`, or the one in the file `operations.key` in `Inbox:Directory`. `Operations:ReadKey` may only read.

        Every error of the operations listener is `application/problem+json` (RFC 9457). Refusals of the public listener have no body: strangers learn nothing there.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "WhatsApp webhook receiver";
        document.Info.Version = typeof(DocumentHead).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
        document.Info.Description = Description;
        document.Servers = [new OpenApiServer { Url = Requested(document) ?? settings.OperationsUrlFromHere().ToString().TrimEnd('/'), Description = "The operations listener." }];
        document.Tags = Tags(document);
        return Task.CompletedTask;
    }

    /// <summary>The address of the request, which the framework has written there; none when the request had no <c>Host</c>.</summary>
    private static string? Requested(OpenApiDocument document) =>
        document.Servers is [{ Url: { } url }, ..] && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host.Length > 0 ? url.TrimEnd('/') : null;

    private static HashSet<OpenApiTag> Tags(OpenApiDocument document)
    {
        var used = document.Operations().SelectMany(static operation => operation.Tags ?? Enumerable.Empty<OpenApiTagReference>()).Select(static tag => tag.Reference.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);

        return [.. DocumentGroups.All.Where(group => used.Remove(group.Name!)), .. used.Order(StringComparer.Ordinal).Select(static name => new OpenApiTag { Name = name })];
    }
}
