using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>
/// A value in a JSON text without white space, by its position in the bytes. <see cref="Start"/> is where the member of an object begins with its name,
/// and where the value begins everywhere else.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonPlace(int Start, int ValueStart, int End)
{
    /// <summary>Every value of the text, the root first; none when it is not JSON.</summary>
    public static List<JsonPlace> AllOf(ReadOnlySpan<byte> json)
    {
        var nodes = new List<JsonPlace>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
        var name = -1;

        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;

                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start;
                        continue;

                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var opened = open.Pop();
                        nodes[opened] = nodes[opened] with { End = (int)reader.BytesConsumed };
                        continue;

                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push(nodes.Count);
                        break;
                }

                nodes.Add(new JsonPlace(name >= 0 ? name : start, start, (int)reader.BytesConsumed));
                name = -1;
            }

            return nodes;
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
