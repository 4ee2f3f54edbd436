using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using WebhookReceiver.Deliveries;
using WebhookReceiver.WhatsApp;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.EventLogging;

/// <summary>Writes an event as one line of JSON. The names and the order of the members are a contract with readers of the log.</summary>
internal sealed class EventLogLine : IDisposable
{
    private readonly ArrayBufferWriter<byte> compact = new();
    private readonly Utf8JsonWriter json;

    public EventLogLine(IBufferWriter<byte> output)
    {
        Output = output;
        json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    private IBufferWriter<byte> Output { get; }

    public void Write(WhatsAppEvent message, Delivery delivery, int attempt)
    {
        json.Reset(Output);
        json.WriteStartObject();
        json.WriteString("key"u8, message.Key.ToString());
        json.WriteString("type"u8, message.Type);
        json.WriteString("endpoint"u8, delivery.Endpoint);
        json.WriteString("account"u8, message.Account);
        json.WriteString("phone_number_id"u8, message.PhoneNumberId);
        json.WriteString("conversation"u8, message.ConversationKey);
        WriteTime("occurred_at"u8, message.OccurredAt);
        WriteTime("received_at"u8, delivery.ReceivedAt);
        json.WriteNumber("attempt"u8, attempt);
        json.WritePropertyName("event"u8);
        WriteEvent(message);
        json.WriteEndObject();
        json.Flush();
        Output.Write("\n"u8);
    }

    public void Dispose() => json.Dispose();

    private void WriteTime(ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            var format = value.Ticks % TimeSpan.TicksPerSecond is 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            json.WriteString(name, value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private void WriteEvent(WhatsAppEvent message)
    {
        if (message is UnreadableDelivery unreadable)
        {
            json.WriteStartObject();
            json.WriteBase64String("base64"u8, unreadable.Body.Span);
            json.WriteEndObject();
        }
        else if (message.RawJson.IsEmpty)
        {
            json.WriteNullValue();
        }
        else
        {
            compact.ResetWrittenCount();
            CompactJson.Write(message.RawJson.Span, compact);
            json.WriteRawValue(Readable(compact.WrittenSpan), skipInputValidation: true);
        }
    }

    /// <summary>Replaces bytes that are not valid UTF-8, which would make the whole file unreadable for most readers. The event itself keeps them.</summary>
    private static ReadOnlySpan<byte> Readable(ReadOnlySpan<byte> text) =>
        Utf8.IsValid(text) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
}
