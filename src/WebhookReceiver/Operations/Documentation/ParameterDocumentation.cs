using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>
/// Gives parameters their real types and limits. The routes take every parameter as text, so that one that cannot be read is answered with what is wrong with it, and the framework describes it as text.
/// </summary>
internal sealed class ParameterDocumentation : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in document.ForOperators().SelectMany(static operation => operation.Parameters ?? Enumerable.Empty<IOpenApiParameter>()).OfType<OpenApiParameter>())
        {
            if (KnownParameters.Find(parameter.Name!, parameter.In) is { } known)
            {
                var schema = known.Schema();
                parameter.Schema = schema;
                parameter.Description ??= known.Description;

                // Swagger UI fills in the example of a parameter. A filter that nobody has chosen would hide everything.
                if (parameter.Required)
                {
                    parameter.Example = known.Example;
                }
                else if (known.Example is { } example)
                {
                    schema.Examples = [example];
                }
            }
        }

        return Task.CompletedTask;
    }
}
