using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>
/// Adds an example body to each answer and request that has one. They are files named after the operation and the status, or <c>request</c>; every id, number and name in them is invented.
/// </summary>
internal sealed class ExampleDocumentation : IOpenApiDocumentTransformer
{
    private const string Request = "request";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var operation in document.Operations())
        {
            Add(operation.OperationId, Request, operation.RequestBody?.Content);

            foreach (var (status, answer) in operation.Responses ?? [])
            {
                Add(operation.OperationId, status, answer.Content);
            }
        }

        return Task.CompletedTask;
    }

    private static void Add(string? operation, string place, IDictionary<string, OpenApiMediaType>? contents)
    {
        foreach (var content in contents?.Values ?? Enumerable.Empty<OpenApiMediaType>())
        {
            content.Example ??= DocumentExamples.Find($"{operation}.{place}");
        }
    }
}
