using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>Describes server-sent events as the text that they are: OpenAPI 3.1 has no word for a stream of objects.</summary>
internal sealed class LiveDocumentation : IOpenApiDocumentTransformer
{
    private const string ContentType = "text/event-stream";

    private const string Description =
        """
        Server-sent events without end. `overview`, each second: what `/api/overview` answers, the first time with its history. `event`: an event as it arrives and as its state changes, in the shape of an `EventSummary`.
        `skipped`: `{"skipped": N}`, how many events were left out because there were too many to follow.
        """;

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var streams = document.Operations()
            .SelectMany(static operation => operation.Responses?.Values ?? Enumerable.Empty<IOpenApiResponse>())
            .SelectMany(static answer => answer.Content ?? Enumerable.Empty<KeyValuePair<string, OpenApiMediaType>>())
            .Where(static content => content.Key is ContentType)
            .Select(static content => content.Value);

        foreach (var stream in streams)
        {
            if (stream.Schema is OpenApiSchemaReference { Reference.Id: { } element })
            {
                document.Components?.Schemas?.Remove(element);
            }

            stream.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = Description };
        }

        return Task.CompletedTask;
    }
}
