using System.Collections.Frozen;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Reads the value of a change into events.</summary>
internal delegate void FieldReader(ChangeSource change, WireValue value, List<WhatsAppEvent> events);

/// <summary>Hands the value of a change to the reader of its webhook field (<c>spec/fields.md</c> section 4).</summary>
internal static class Fields
{
    private static readonly FrozenDictionary<string, FieldReader> Readers =
        AccountFields.All
            .Concat(MessagingFields.All)
            .Append(new("messages", MessagesField.Read))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static void Read(ChangeSource change, WireValue value, List<WhatsAppEvent> events)
    {
        var before = events.Count;

        if (value.IsObject && ReaderOf(change, value) is { } read)
        {
            read(change, value, events);
        }

        // Nothing is passed over: what no reader made an event of, and holds more than its frame, is handed on whole.
        if (events.Count == before && !IsEmptyFrame(change, value))
        {
            events.Add(new UnknownChange(WholeChange.Source(change, value)));
        }
    }

    private static FieldReader? ReaderOf(ChangeSource change, WireValue value)
    {
        if (change.Field is null)
        {
            return value["messages"u8].IsArray || value["statuses"u8].IsArray ? MessagesField.Read : null;
        }

        return Readers.GetValueOrDefault(change.Field);
    }

    /// <summary>Under <c>messages</c> a value with nothing but its frame is normal, and means nothing (<c>spec/messages.md</c> section 12).</summary>
    private static bool IsEmptyFrame(ChangeSource change, WireValue value)
    {
        if (!string.Equals(change.Field, "messages", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var member in value.Members)
        {
            if (!(member.Value.IsMissing || member.Value.Items.IsEmpty
                || member.Is("messaging_product"u8) || member.Is("metadata"u8) || member.Is("contacts"u8)))
            {
                return false;
            }
        }

        return value.IsObject || value.IsMissing;
    }
}
