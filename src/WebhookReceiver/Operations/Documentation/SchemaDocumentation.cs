using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>Describes types as they are in JSON where the framework sees only that they are not objects: words of an enum, and bytes.</summary>
internal sealed class SchemaDocumentation : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (schema is { Enum.Count: > 0, Type: null })
        {
            schema.Type = JsonSchemaType.String;
        }

        if (IsBytes(context.JsonTypeInfo))
        {
            schema.Format = "byte";
        }

        return Task.CompletedTask;
    }

    /// <summary>The name of the schema of a type among the components; null for one that is described where it is used.</summary>
    public static string? NameOf(JsonTypeInfo type) => IsBytes(type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    private static bool IsBytes(JsonTypeInfo type) => type.Type == typeof(ReadOnlyMemory<byte>);
}
