using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>Documents which operations require the key, and in which headers.</summary>
internal sealed class KeyDocumentation : IOpenApiDocumentTransformer
{
    private const string Bearer = "bearer";
    private const string Header = "api-key";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "Operations:ApiKey, or the key in <Inbox:Directory>/operations.key. Operations:ReadKey may only read.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(Header, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-Api-Key",
            Description = "The same key.",
        });

        foreach (var (path, item) in document.Paths)
        {
            foreach (var operation in item.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            {
                // A callback whose proof is a header of HTTP authentication has a scheme of its own. An empty list says that no key is needed.
                operation.Security ??= NeedsKey(path, operation) ? [Requirement(Bearer, document), Requirement(Header, document)] : [];
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>A route below <c>/api</c> that can answer 401. Logging in can do so, too, but takes the key in its body.</summary>
    private static bool NeedsKey(string path, OpenApiOperation operation) =>
        path.StartsWith($"{OperationsRouteExtensions.Path}/", StringComparison.Ordinal) && !operation.IsIn(DocumentGroups.Session) && operation.Responses?.ContainsKey("401") is true;

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
