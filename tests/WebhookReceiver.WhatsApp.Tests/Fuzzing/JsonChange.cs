using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Ways to break a JSON text that keep it valid JSON: a node is replaced, removed, duplicated or nested.</summary>
internal static class JsonChange
{
    private static readonly byte[][] Replacements =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\"x\"", "\"0\"", "\"1781000000\"", "\"\\ud800\"", "\"\\u0000\"",
            "[]", "{}", "[[]]", "[null]", "[{}]", "{\"\":null}", "{\"id\":\"x\"}", "{\"type\":\"text\"}",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>The number of ways.</summary>
    public static int Count { get; } = Replacements.Length + 4;

    /// <summary>The text with one node changed; unchanged if that node cannot be changed in this way, such as removing the root.</summary>
    public static byte[] Apply(byte[] json, JsonPlace node, int way)
    {
        if (way < Replacements.Length)
        {
            return [.. json.AsSpan(..node.ValueStart), .. Replacements[way], .. json.AsSpan(node.End..)];
        }

        return (way - Replacements.Length) switch
        {
            0 => Without(json, node),
            1 when node.Start is 0 => json,
            1 => [.. json.AsSpan(..node.End), (byte)',', .. json.AsSpan(node.Start..)],
            2 => [.. json.AsSpan(..node.ValueStart), (byte)'[', .. json.AsSpan(node.ValueStart..node.End), (byte)']', .. json.AsSpan(node.End..)],
            _ => [.. json.AsSpan(..node.ValueStart), .. "{\"x\":"u8, .. json.AsSpan(node.ValueStart..node.End), (byte)'}', .. json.AsSpan(node.End..)],
        };
    }

    private static byte[] Without(byte[] json, JsonPlace node)
    {
        if (node.Start is 0)
        {
            return json;
        }

        var (start, end) = json[node.End] is (byte)',' ? (node.Start, node.End + 1)
            : json[node.Start - 1] is (byte)',' ? (node.Start - 1, node.End)
            : (node.Start, node.End);

        return [.. json.AsSpan(..start), .. json.AsSpan(end..)];
    }
}
