using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace WebhookReceiver.WhatsApp.Json;

/// <summary>
/// A value as Meta sent it, read without ever throwing: what is missing, <c>null</c> or of the wrong type reads as missing, and a
/// member of something missing is missing too. So one bad member costs that member and nothing else (<c>spec/messages.md</c> section 14).
/// </summary>
/// <remarks>
/// Where an object names a member twice, the last one counts, as in <see cref="JsonElement.TryGetProperty(string, out JsonElement)"/>.
/// That method itself is of no use here: it throws for an object in which any other name holds half a surrogate pair.
/// </remarks>
internal readonly struct WireValue(JsonElement element)
{
    private readonly JsonElement element = element;

    /// <summary>Absent or <c>null</c>, which Meta uses for the same thing (T5).</summary>
    public bool IsMissing => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsObject => element.ValueKind is JsonValueKind.Object;

    public bool IsArray => element.ValueKind is JsonValueKind.Array;

    public bool IsString => element.ValueKind is JsonValueKind.String;

    /// <summary>The bytes of this value in the body, quotes and white space included; empty when there is no value.</summary>
    public ReadOnlySpan<byte> Raw => element.ValueKind is JsonValueKind.Undefined ? default : JsonMarshal.GetRawUtf8Value(element);

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

    public WireMembers Members => new(element);

    /// <summary>The elements of a list. A single value where a list is documented counts as a list of one (T7); missing is none.</summary>
    public WireItems Items => new(element);

    /// <summary>A string, or the digits of a number (T3). Half a surrogate pair or invalid UTF-8 makes it missing.</summary>
    public string? Text
    {
        get
        {
            if (element.ValueKind is JsonValueKind.Number)
            {
                return Encoding.ASCII.GetString(Raw);
            }

            return IsString ? DecodeString() : null;
        }
    }

    /// <summary>As <see cref="Text"/>, and <c>""</c> counts as missing: for ids and numbers of users (<c>spec/fields.md</c> section 2, rule 5).</summary>
    public string? Name => Text is { Length: > 0 } text ? text : null;

    /// <summary>A whole number, also one in quotes. Fractions are cut off; what does not fit 64 bits is missing.</summary>
    public long? Integer
    {
        get
        {
            if (element.ValueKind is JsonValueKind.Number && element.TryGetInt64(out var number))
            {
                return number;
            }

            return Decimal is { } value and >= long.MinValue and <= long.MaxValue ? (long)value : null;
        }
    }

    public decimal? Decimal =>
        decimal.TryParse(ShortText, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public double? Double =>
        double.TryParse(ShortText, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public bool? Boolean => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(DecodeString(), out var value) => value,
        JsonValueKind.Number when Integer is 0 or 1 => Integer is 1,
        _ => null,
    };

    /// <summary>Unix seconds, or milliseconds above 10^11 (T4), as a number or in quotes; junk, negative or past the year 9999 is missing.</summary>
    public DateTimeOffset? Time => UnixTime.FromNumber(Integer);

    /// <summary>No number is longer than this; the limit keeps three megabytes of digits from being copied into a string.</summary>
    private string? ShortText => Raw.Length <= 64 ? Text : null;

    private string? DecodeString()
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // The parser accepts half surrogate pairs and invalid UTF-8, and objects only here. The raw JSON still has the bytes.
            return null;
        }
    }
}
