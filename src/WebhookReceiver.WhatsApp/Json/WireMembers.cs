using System.Text;
using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Json;

/// <summary>The members of an object.</summary>
internal readonly struct WireMembers(WireDocument document, int index)
{
    public Enumerator GetEnumerator() => new(document, index);

    public struct Enumerator(WireDocument? document, int index)
    {
        private readonly int end = document?.Token(index).End ?? 0;
        private int next = index + 1;
        private int current;

        public readonly WireMember Current => new(document!, current);

        public bool MoveNext()
        {
            if (document is null || next >= end)
            {
                return false;
            }

            current = next;
            next = document.Next(next + 1);
            return true;
        }
    }
}

/// <summary>One member of an object: a name followed by a value.</summary>
internal readonly struct WireMember(WireDocument document, int index)
{
    public WireValue Value => new(document, index + 1);

    /// <summary>The name between its quotes, with escapes as sent.</summary>
    public ReadOnlySpan<byte> RawName => document.Span(index)[1..^1];

    /// <summary>The unescaped name; null when half a surrogate pair makes it invalid text.</summary>
    public string? Name => RawName.Contains((byte)'\\') ? Unescaped() : Encoding.UTF8.GetString(RawName);

    /// <summary>The name with its quotes, the colon, and white space as sent.</summary>
    public ReadOnlySpan<byte> RawUpToValue
    {
        get
        {
            var start = document.Token(index).Start;
            return document.Bytes.AsSpan(start, Value.Start - start);
        }
    }

    public bool Is(ReadOnlySpan<byte> name)
    {
        var raw = RawName;

        // To every JSON parser an escaped spelling is the same name, so it is to this one. The escaped form is always longer.
        return raw.Length == name.Length ? raw.SequenceEqual(name) : raw.Length > name.Length && raw.Contains((byte)'\\') && EscapedNameIs(name);
    }

    private string? Unescaped()
    {
        try
        {
            var reader = new Utf8JsonReader(document.Span(index));
            return reader.Read() ? reader.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private bool EscapedNameIs(ReadOnlySpan<byte> name)
    {
        try
        {
            var reader = new Utf8JsonReader(document.Span(index));
            return reader.Read() && reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: not a name that anyone looks up.
            return false;
        }
    }
}
