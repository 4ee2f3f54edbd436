using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace WebhookReceiver.Operations.Documentation;

/// <summary>The example bodies, which are compiled into the program: JSON, or plain text.</summary>
internal static class DocumentExamples
{
    private const string Prefix = "openapi/";
    private const string Json = ".json";

    private static readonly FrozenDictionary<string, string> Resources = typeof(DocumentExamples).Assembly.GetManifestResourceNames()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(static name => Path.GetFileNameWithoutExtension(name[Prefix.Length..]), static name => name, StringComparer.Ordinal);

    /// <summary>What there is an example of: the operation's id, and a status or <c>request</c>.</summary>
    public static IEnumerable<string> Names => Resources.Keys;

    public static JsonNode? Find(string name)
    {
        if (!Resources.TryGetValue(name, out var resource))
        {
            return null;
        }

        var text = Read(resource);
        return resource.EndsWith(Json, StringComparison.Ordinal) ? JsonNode.Parse(text) : JsonValue.Create(text);
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(DocumentExamples).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
