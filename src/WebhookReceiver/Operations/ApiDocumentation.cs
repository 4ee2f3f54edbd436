using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations;

/// <summary>Documents in the OpenAPI document that <c>/api</c> requires the key, and in which headers.</summary>
internal sealed class ApiDocumentation : IOpenApiDocumentTransformer
{
    private const string Bearer = "bearer";
    private const string Header = "api-key";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "Operations:ApiKey, or the key in <Inbox:Directory>/operations.key. Operations:ReadKey may only read.",
            },
            [Header] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "The same key.",
            },
        };

        var operations = document.Paths
            .Where(static path => path.Key.StartsWith($"{OperationsRouteExtensions.Path}/", StringComparison.Ordinal) && path.Key is not $"{OperationsRouteExtensions.Path}/session")
            .SelectMany(static path => path.Value.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>());

        foreach (var operation in operations)
        {
            operation.Security = [Requirement(Bearer, document), Requirement(Header, document)];
            operation.Responses ??= new OpenApiResponses();
            operation.Responses["401"] = new OpenApiResponse { Description = "The key is missing or wrong." };
            operation.Responses["403"] = new OpenApiResponse { Description = "The key may only read, or the request comes from a page of another site." };
            operation.Responses["429"] = new OpenApiResponse
            {
                Description = "The key is missing or wrong, and this address has failed too often; try again after Retry-After seconds.",
            };
            operation.Responses["503"] = new OpenApiResponse { Description = "The inbox is being recovered, or the service is stopping." };
        }

        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
