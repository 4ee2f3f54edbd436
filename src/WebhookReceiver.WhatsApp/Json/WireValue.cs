using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace WebhookReceiver.WhatsApp.Json;

/// <summary>
/// A value as sent by Meta, read without ever throwing: a missing member, <c>null</c> and a value of the wrong type all read as missing, and so does a
/// member of something missing. A bad member therefore costs only that member (<c>Specification/messages.md</c>, section 14).
/// </summary>
/// <remarks>Where an object contains a member twice, the last one wins, as everywhere in <see cref="System.Text.Json"/>.</remarks>
internal readonly struct WireValue(WireDocument document, int index)
{
    /// <summary>No number is longer than this; the limit keeps three megabytes of digits from being examined twice.</summary>
    private const int LongestNumber = 64;

    private readonly WireDocument? document = document;

    /// <summary>Absent or <c>null</c>, which Meta uses interchangeably.</summary>
    public bool IsMissing => Kind is JsonTokenType.None or JsonTokenType.Null;

    public bool IsObject => Kind is JsonTokenType.StartObject;

    public bool IsArray => Kind is JsonTokenType.StartArray;

    public bool IsString => Kind is JsonTokenType.String;

    /// <summary>Whether it is exactly this text, spelt without escapes: avoids allocating a string for the most frequent words.</summary>
    public bool IsText(ReadOnlySpan<byte> text)
    {
        Take();
        return IsString && Raw[1..^1].SequenceEqual(text);
    }

    /// <summary>The position in the body.</summary>
    public int Start => document?.Token(index).Start ?? 0;

    /// <summary>The bytes of this value in the body, including quotes and white space; empty when there is no value.</summary>
    public ReadOnlySpan<byte> Raw => document is null ? default : document.Span(index);

    private JsonTokenType Kind => document?.Token(index).Kind ?? JsonTokenType.None;

    public WireValue this[ReadOnlySpan<byte> name]
    {
        get
        {
            var found = default(WireValue);

            foreach (var member in Members)
            {
                if (member.Is(name))
                {
                    found = member.Value;
                }
            }

            return found;
        }
    }

    /// <summary>The members in the order in which they were sent; none if the value is not an object.</summary>
    public WireMembers Members => IsObject ? new(document!, index) : default;

    /// <summary>The elements of a list. A single value where a list is documented counts as a list of one; a missing value has none.</summary>
    public WireItems Items => IsMissing ? default : new(document!, index);

    /// <summary>A string, or the digits of a number. With half a surrogate pair or invalid UTF-8 it reads as missing.</summary>
    public string? Text
    {
        get
        {
            Take();

            return Kind switch
            {
                JsonTokenType.String => DecodeString(),
                JsonTokenType.Number => Encoding.ASCII.GetString(Raw),
                _ => null,
            };
        }
    }

    /// <summary>
    /// Like <see cref="Text"/>, but <c>""</c> reads as missing: for ids and numbers of users (<c>Specification/fields.md</c>, section 2, rule 5).
    /// </summary>
    public string? Name => Text is { Length: > 0 } text ? text : null;

    /// <summary>A whole number, which may be in quotes. Fractions are truncated; a value that does not fit 64 bits reads as missing.</summary>
    public long? Integer
    {
        get
        {
            if (long.TryParse(Digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            return Decimal is { } value and >= long.MinValue and <= long.MaxValue ? (long)value : null;
        }
    }

    public decimal? Decimal =>
        decimal.TryParse(Digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public double? Double =>
        double.TryParse(Digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public bool? Boolean
    {
        get
        {
            Take();

            return Kind switch
            {
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                JsonTokenType.String when bool.TryParse(DecodeString(), out var value) => value,
                JsonTokenType.Number when Integer is 0 or 1 => Integer is 1,
                _ => null,
            };
        }
    }

    /// <summary>Unix seconds, or milliseconds above 10^11, as a number or in quotes; anything invalid, negative or after the year 9999 reads as missing.</summary>
    public DateTimeOffset? Time => UnixTime.FromNumber(Integer);

    /// <summary>The bytes of the whole value, for passing it on unchanged; null when it is missing.</summary>
    public ReadOnlyMemory<byte>? Json
    {
        get
        {
            if (IsMissing)
            {
                return null;
            }

            document!.TakeWhole(index);
            return document.Bytes.AsMemory(Start, Raw.Length);
        }
    }

    /// <summary>The paths of the members inside that nobody has read since <see cref="WireDocument.Watch"/>; an empty value of any kind counts as read.</summary>
    public void AddUnread(string path, List<string> unread)
    {
        if (IsObject)
        {
            foreach (var member in Members)
            {
                var name = Encoding.UTF8.GetString(member.RawName);
                member.Value.AddUnread(path.Length is 0 ? name : $"{path}.{name}", unread);
            }
        }
        else if (IsArray)
        {
            var number = 0;

            foreach (var item in Items)
            {
                item.AddUnread($"{path}[{number++}]", unread);
            }
        }
        else if (!IsMissing && document!.IsUntaken(index))
        {
            unread.Add(path);
        }
    }

    private void Take() => document?.Take(index);

    /// <summary>The characters that may form a number: those of a number token, or those between the quotes of a string.</summary>
    private ReadOnlySpan<byte> Digits
    {
        get
        {
            Take();

            var raw = Kind switch
            {
                JsonTokenType.String => Raw[1..^1],
                JsonTokenType.Number => Raw,
                _ => default,
            };

            return raw.Length <= LongestNumber ? raw : default;
        }
    }

    private string? DecodeString()
    {
        var raw = Raw;
        var text = raw[1..^1];

        if (!text.Contains((byte)'\\'))
        {
            return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : null;
        }

        try
        {
            var reader = new Utf8JsonReader(raw);
            reader.Read();
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or invalid UTF-8 next to an escape. The raw JSON still has the bytes.
            return null;
        }
    }
}
