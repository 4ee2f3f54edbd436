using System.Globalization;
using System.Text.Json;

namespace WebhookReceiver.Commands.Register;

/// <summary>A part of a remote answer. A member that is missing or has the wrong type reads as nothing.</summary>
internal readonly struct RemoteJson(JsonElement? element)
{
    public RemoteJson this[string name] =>
        element is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member) ? new RemoteJson(member) : default;

    public bool IsPresent => element is { ValueKind: not JsonValueKind.Null };

    public string? Text => element?.ValueKind switch
    {
        JsonValueKind.String => element.Value.GetString(),
        JsonValueKind.Number => element.Value.GetRawText(),
        _ => null,
    };

    public long? Number => long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether it is true, or the text <c>"true"</c>, which Meta sometimes answers.</summary>
    public bool IsTrue => element is { ValueKind: JsonValueKind.True } || string.Equals(Text, "true", StringComparison.OrdinalIgnoreCase);

    public bool IsFalse => element is { ValueKind: JsonValueKind.False } || string.Equals(Text, "false", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<RemoteJson> Items =>
        element is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(static item => new RemoteJson(item)) : [];

    public IEnumerable<(string Name, RemoteJson Value)> Members =>
        element is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject().Select(static member => (member.Name, new RemoteJson(member.Value))) : [];

    /// <returns>False when the text is not JSON, but for example a page of a proxy.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> text, out RemoteJson json)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            json = new RemoteJson(document.RootElement.Clone());
            return true;
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }
}
