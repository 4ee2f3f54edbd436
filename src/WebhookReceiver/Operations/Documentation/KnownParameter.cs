using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>A parameter that means the same on every route that has it.</summary>
/// <param name="Schema">Its type and limits, made anew for each use: a node of a document has one parent.</param>
/// <param name="Description">What it means, for routes that do not say so.</param>
internal sealed record KnownParameter(Func<OpenApiSchema> Schema, string? Description = null)
{
    private readonly JsonNode? example;

    /// <summary>A value, where the type alone does not show how it is written.</summary>
    public JsonNode? Example
    {
        get => example?.DeepClone();
        init => example = value;
    }
}
