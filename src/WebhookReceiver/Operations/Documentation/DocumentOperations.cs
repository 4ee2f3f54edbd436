using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>Goes through a document.</summary>
internal static class DocumentOperations
{
    public static IEnumerable<OpenApiOperation> Operations(this OpenApiDocument document) =>
        document.Paths.Values.SelectMany(static path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>());

    /// <summary>Those of the operations listener.</summary>
    public static IEnumerable<OpenApiOperation> ForOperators(this OpenApiDocument document) =>
        document.Operations().Where(static operation => !operation.IsIn(DocumentGroups.Callback));

    public static bool IsIn(this OpenApiOperation operation, string group) =>
        operation.Tags?.Any(tag => string.Equals(tag.Reference.Id, group, StringComparison.Ordinal)) is true;
}
