using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WebhookReceiver.Operators;

/// <summary>
/// The JSON of an event as Meta sent it, written without being parsed: text that JSON readers reject, such as half a surrogate pair, is exactly what an operator wants to see in a
/// dead letter.
/// </summary>
/// <param name="Text">The JSON.</param>
[JsonConverter(typeof(Converter))]
public sealed record EventJson(ReadOnlyMemory<byte> Text)
{
    /// <summary>Reveals nothing of the event.</summary>
    public override string ToString() => nameof(EventJson);

    /// <summary>
    /// Escapes the characters that have a meaning in HTML. Outside strings JSON has none of them, so every occurrence is inside a string.
    /// </summary>
    private static ReadOnlySpan<byte> Escape(byte character) => character switch
    {
        (byte)'<' => "\\u003C"u8,
        (byte)'>' => "\\u003E"u8,
        (byte)'&' => "\\u0026"u8,
        (byte)'\'' => "\\u0027"u8,
        _ => default,
    };

    [SuppressMessage("Performance", "CA1812:Avoid uninstantiated internal classes", Justification = "The serializer creates it.")]
    internal sealed class Converter : JsonConverter<EventJson>
    {
        public override EventJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new EventJson(System.Text.Encoding.UTF8.GetBytes(document.RootElement.GetRawText()));
        }

        public override void Write(Utf8JsonWriter writer, EventJson value, JsonSerializerOptions options)
        {
            var escaped = new ArrayBufferWriter<byte>(value.Text.Length + 16);

            foreach (var character in value.Text.Span)
            {
                var escape = Escape(character);

                if (escape.IsEmpty)
                {
                    escaped.Write([character]);
                }
                else
                {
                    escaped.Write(escape);
                }
            }

            writer.WriteRawValue(escaped.WrittenSpan, skipInputValidation: true);
        }
    }
}
