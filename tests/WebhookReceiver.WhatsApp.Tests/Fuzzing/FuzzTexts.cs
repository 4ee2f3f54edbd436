using System.Text;
using System.Text.Json;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The pools that cases are made from: all notifications in <c>Resources</c>, and the parts of those with Meta's envelope.</summary>
internal static class FuzzTexts
{
    private static readonly string[] Lists = ["messages", "statuses", "errors"];

    /// <summary>Whole bodies.</summary>
    public static byte[][] Bodies { get; } = [.. ResourceFile.Names.Select(name => Compact(new ResourceFile(name).Body))];

    /// <summary>Elements of <c>entry[]</c>.</summary>
    public static byte[][] Entries { get; } = [.. Bodies.SelectMany(body => EntriesOf(JsonElement.Parse(body))).Select(Bytes)];

    /// <summary>Elements of the lists of the field <c>messages</c>.</summary>
    public static byte[][] Items { get; } = [.. Bodies.SelectMany(body => ItemsOf(JsonElement.Parse(body))).Select(Bytes)];

    private static byte[] Compact(byte[] json)
    {
        var output = new byte[json.Length];
        return output[..CompactJson.Write(json, output)];
    }

    private static byte[] Bytes(JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());

    private static JsonElement.ArrayEnumerator EntriesOf(JsonElement body) =>
        Elements(Member(body, "object") is { ValueKind: JsonValueKind.String } name && name.ValueEquals("whatsapp_business_account") ? Member(body, "entry") : default);

    private static IEnumerable<JsonElement> ItemsOf(JsonElement body) =>
        from entry in EntriesOf(body)
        from change in Elements(Member(entry, "changes"))
        from list in Lists
        from item in Elements(Member(Member(change, "value"), list))
        select item;

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static JsonElement.ArrayEnumerator Elements(JsonElement element) => element.ValueKind is JsonValueKind.Array ? element.EnumerateArray() : default;
}
