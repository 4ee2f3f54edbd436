using System.Text;
using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>A JSON text in which one node at a time can be replaced, removed or duplicated. A node is identified by its path: <c>.entry[0].id</c>.</summary>
internal sealed class BrokenJson(byte[] json)
{
    private const string Removed = "removed";

    private const string Doubled = "doubled";

    private readonly JsonElement root = JsonElement.Parse(json);

    /// <summary>What happens to a node: a JSON text that replaces it, or one of two words.</summary>
    public static IReadOnlyList<string> Breakages { get; } =
        ["null", "true", "0", "-1", "1e400", "\"\"", "\"x\"", "[]", "{}", "[[]]", "\"\\ud800\"", Removed, Doubled];

    /// <summary>Every node but the root.</summary>
    public IEnumerable<string> Paths => PathsBelow(root, string.Empty);

    public byte[] With(string path, string breakage)
    {
        var text = new StringBuilder();
        Append(text, root, string.Empty, path, breakage);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Whether one node is the other, or inside it.</summary>
    public static bool Holds(string outer, string inner) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');

    private static IEnumerable<string> PathsBelow(JsonElement element, string path) =>
        Children(element, path).SelectMany(child => PathsBelow(child.Value, child.Path).Prepend(child.Path));

    private static IEnumerable<(string Path, string Prefix, JsonElement Value)> Children(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(member => ($"{path}.{member.Name}", $"\"{member.Name}\":", member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Index().Select(item => ($"{path}[{item.Index}]", string.Empty, item.Item)),
        _ => [],
    };

    private static void Append(StringBuilder text, JsonElement element, string path, string broken, string breakage)
    {
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            text.Append(element.GetRawText());
            return;
        }

        var isObject = element.ValueKind is JsonValueKind.Object;
        text.Append(isObject ? '{' : '[');
        var start = text.Length;

        foreach (var child in Children(element, path))
        {
            var isBroken = string.Equals(child.Path, broken, StringComparison.Ordinal);

            for (var times = !isBroken ? 1 : breakage switch { Removed => 0, Doubled => 2, _ => 1 }; times > 0; times--)
            {
                text.Append(text.Length > start ? "," : string.Empty).Append(child.Prefix);

                if (isBroken && breakage is not Doubled)
                {
                    text.Append(breakage);
                }
                else
                {
                    Append(text, child.Value, child.Path, broken, breakage);
                }
            }
        }

        text.Append(isObject ? '}' : ']');
    }
}
