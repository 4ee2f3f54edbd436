using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>Describes the health checks, which the framework maps without a description.</summary>
internal sealed class HealthDocumentation : IOpenApiDocumentTransformer
{
    private const string SchemaName = "HealthState";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.AddComponent(SchemaName, Schema());

        document.Paths[OperationsExtensions.LivePath] = Path(Operation(
            document, "showLiveness", "Whether the process answers", "Runs no check. For the question whether the process must be restarted.", canBeUnavailable: false));
        document.Paths[OperationsExtensions.ReadyPath] = Path(Operation(
            document,
            "showReadiness",
            "Whether a notification would be accepted now",
            "Also shows the backlog, dead letters, damage, free space and alerts. `degraded`, still with 200, while handling is stuck somewhere; `dispatch.reasons` says where.",
            canBeUnavailable: true));

        return Task.CompletedTask;
    }

    private static OpenApiPathItem Path(OpenApiOperation operation) => new() { Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Get] = operation } };

    private static OpenApiOperation Operation(OpenApiDocument document, string id, string summary, string description, bool canBeUnavailable)
    {
        var operation = new OpenApiOperation
        {
            OperationId = id,
            Summary = summary,
            Description = description,
            Tags = new HashSet<OpenApiTagReference> { new(DocumentGroups.Health, document) },
            Responses = new OpenApiResponses { ["200"] = Answer(document, "The state, and what each check has to say.") },
        };

        if (canBeUnavailable)
        {
            var unavailable = Answer(document, "No notification would be accepted now, for the reason in `inbox.reason`.");
            unavailable.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal) { [AnswerHeaders.RetryAfter] = AnswerHeaders.Seconds() };
            operation.Responses["503"] = unavailable;
        }

        return operation;
    }

    private static OpenApiResponse Answer(OpenApiDocument document, string description) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() { Schema = new OpenApiSchemaReference(SchemaName, document) } },
    };

    private static OpenApiSchema Schema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "The state as a whole, and an object for each check.",
        Required = new HashSet<string>(StringComparer.Ordinal) { "status" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["ok", "degraded", "unavailable"], Description = "`ok`, `degraded` (accepting, but something needs attention) or `unavailable`." },
        },
        AdditionalProperties = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "A check: its state in words, and its numbers.",
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["state"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "The state in words." },
            },
            AdditionalProperties = new OpenApiSchema { Description = "A number, or what is wrong." },
        },
    };
}
