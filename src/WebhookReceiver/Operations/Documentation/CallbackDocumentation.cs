using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>
/// Describes the callback URLs in the OpenAPI document. They are plain request delegates, for speed, so nothing else describes their parameters.
/// </summary>
internal sealed class CallbackDocumentation(EndpointDataSource routes, PublicServers servers) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var requested = document.Servers?.FirstOrDefault()?.Url;

        foreach (var callback in routes.Endpoints.Select(static route => route.Metadata.GetMetadata<CallbackRouteMetadata>()).OfType<CallbackRouteMetadata>())
        {
            var operations = new Dictionary<HttpMethod, OpenApiOperation>();

            if (callback.HasHandshake)
            {
                operations[HttpMethod.Get] = CallbackHandshake.Describe(callback, document);
            }

            operations[HttpMethod.Post] = CallbackNotification.Describe(callback, document);
            document.Paths[callback.Path] = new OpenApiPathItem { Operations = operations, Servers = servers.At(requested) };
        }

        return Task.CompletedTask;
    }

    /// <summary>An id made of the name of an endpoint. Names are free text, so what an id may not contain is written as a number: two names never become one.</summary>
    public static string IdOf(string operation, string endpoint) =>
        $"{operation}-{string.Concat(endpoint.Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' ? letter.ToString() : FormattableString.Invariant($"_{(int)letter:x}_")))}";

    /// <summary>An answer without a body.</summary>
    public static OpenApiResponse Empty(string description, Dictionary<string, IOpenApiHeader>? headers = null) => new() { Description = description, Headers = headers };
}
