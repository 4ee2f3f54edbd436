using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>The parameters of <c>/api</c> by name. A test fails for a parameter that is not here.</summary>
internal static class KnownParameters
{
    private static readonly Dictionary<string, KnownParameter> Query = new(StringComparer.Ordinal)
    {
        ["limit"] = new(static () => new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1", Maximum = "1000", Default = 100 }),
        ["after"] = new(Text, "The `next` of the previous page."),
        ["since"] = new(Time) { Example = "2026-11-20T10:00:00Z" },
        ["until"] = new(Time) { Example = "2026-11-21T10:00:00Z" },
        ["delivery"] = new(Id) { Example = "01a1f0e2-5c1d-7b3a-9f46-2f8f1d0c7a11" },
        ["key"] = new(Key) { Example = "6f1e0c9b2d4a" },
        ["wamid"] = new(Text) { Example = "wamid.HBgLMTU1NTAxMDAzMDAVAgASGBQzQTdFAA==" },
        ["user"] = new(Text) { Example = "15550100300" },
        ["conversation"] = new(Text) { Example = "106000000000001:15550100300" },
        ["type"] = new(Text) { Example = "message.text" },
        ["endpoint"] = new(Text) { Example = "default" },
        ["handler"] = new(Text) { Example = "orders" },
        ["exception"] = new(Text) { Example = "System.TimeoutException" },
        ["action"] = new(Text) { Example = "dead_letter.replayed" },
        ["state"] = new(static () => Word("open", "retrying", "handled", "dead")),
        ["cause"] = new(static () => Word("attempts exhausted", "never retry", "handler missing", "stale", "process died", "unreadable on disk")),
        ["content"] = new(static () => new() { Type = JsonSchemaType.Boolean, Default = true }),
        ["dry_run"] = new(Switch),
        ["all"] = new(Switch),
        ["open"] = new(Switch),
        ["rate"] = new(static () => new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0", Default = 100 }),
        ["from"] = new(Sequence) { Example = 1 },
        ["to"] = new(Sequence) { Example = 1000 },
    };

    private static readonly Dictionary<string, KnownParameter> Path = new(StringComparer.Ordinal)
    {
        ["id"] = new(Id, "Its id, from the list.") { Example = "01a1f0e2-5c1d-7b3a-9f46-2f8f1d0c7a11" },
        ["key"] = new(Key) { Example = "6f1e0c9b2d4a" },
        ["name"] = new(Text, "Its name, from the list.") { Example = "orders" },
    };

    public static KnownParameter? Find(string name, ParameterLocation? place) => place switch
    {
        ParameterLocation.Query => Query.GetValueOrDefault(name),
        ParameterLocation.Path => Path.GetValueOrDefault(name),
        _ => null,
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    private static OpenApiSchema Id() => new() { Type = JsonSchemaType.String, Format = "uuid" };

    private static OpenApiSchema Key() => new() { Type = JsonSchemaType.String, Pattern = "^[0-9a-fA-F]{12,32}$" };

    private static OpenApiSchema Switch() => new() { Type = JsonSchemaType.Boolean, Default = false };

    private static OpenApiSchema Sequence() => new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" };

    private static OpenApiSchema Word(params string[] words) => new() { Type = JsonSchemaType.String, Enum = [.. words.Select(static word => (JsonNode)word)] };
}
