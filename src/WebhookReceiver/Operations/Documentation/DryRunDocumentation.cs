using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>Adds the answer to a dry run: a route describes one type for each status.</summary>
internal sealed class DryRunDocumentation : IOpenApiDocumentTransformer
{
    private const string Parameter = "dry_run";
    private const string Ok = "200";

    public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var operations = document.Operations().Where(static operation => operation.Parameters?.Any(static one => one.Name is Parameter) is true).ToList();

        if (operations.Count is 0)
        {
            return;
        }

        document.AddComponent<IOpenApiSchema>(nameof(DryRunReport), await context.GetOrCreateSchemaAsync(typeof(DryRunReport), cancellationToken: cancellationToken));

        foreach (var content in operations.SelectMany(static operation => operation.Responses?[Ok].Content?.Values ?? Enumerable.Empty<OpenApiMediaType>()))
        {
            content.Schema = new OpenApiSchema { AnyOf = [content.Schema!, new OpenApiSchemaReference(nameof(DryRunReport), document)], Description = "The job, or the number found if it is a dry run." };
        }
    }
}
