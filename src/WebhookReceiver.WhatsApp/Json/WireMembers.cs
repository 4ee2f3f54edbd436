using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Json;

/// <summary>The members of an object in the order in which they were sent; none for anything that is no object.</summary>
internal readonly struct WireMembers(JsonElement element)
{
    public Enumerator GetEnumerator() => new(element);

    public struct Enumerator(JsonElement element)
    {
        private JsonElement.ObjectEnumerator members = element.ValueKind is JsonValueKind.Object ? element.EnumerateObject() : default;

        public WireMember Current => new(members.Current);

        public bool MoveNext() => members.MoveNext();
    }
}

/// <summary>One member of an object.</summary>
internal readonly struct WireMember(JsonProperty property)
{
    public WireValue Value => new(property.Value);

    /// <summary>The name between its quotes, escapes as sent.</summary>
    public ReadOnlySpan<byte> RawName => JsonMarshal.GetRawUtf8PropertyName(property);

    public bool Is(ReadOnlySpan<byte> name)
    {
        var raw = RawName;

        // An escaped spelling of a name is the same name to every JSON parser, so it is to this one (catalogue X04).
        return raw.SequenceEqual(name) || (raw.Contains((byte)'\\') && EscapedNameIs(name));
    }

    private bool EscapedNameIs(ReadOnlySpan<byte> name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: not a name that anyone looks for.
            return false;
        }
    }
}
