using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Walks Meta's envelope, <c>entry[]</c> by <c>changes[]</c> (<c>spec/fields.md</c> section 1). A part that cannot be read becomes an
/// <see cref="UnreadableDelivery"/> of that part; its neighbours go on.
/// </summary>
internal static class EnvelopeReader
{
    private const string WhatsAppAccount = "whatsapp_business_account";

    public static bool IsEnvelope(WireValue root) => root["entry"u8] is { IsObject: true } or { IsArray: true };

    /// <returns>False when the value is no envelope.</returns>
    public static bool TryRead(BodySource body, WireValue root, List<WhatsAppEvent> events)
    {
        if (!IsEnvelope(root))
        {
            return false;
        }

        var entries = root["entry"u8];
        var product = root["object"u8].Name ?? WhatsAppAccount;

        foreach (var entry in entries.Items)
        {
            ReadEntry(body, product, entry, events);
        }

        return true;
    }

    /// <summary>A part of the body in which there is nothing to read, kept under its own bytes.</summary>
    public static void AddUnreadable(BodySource body, WireValue part, List<WhatsAppEvent> events)
    {
        var change = new ChangeSource { Body = body };
        events.Add(new UnreadableDelivery(change.SourceWithoutId(part, "unreadable")));
    }

    private static void ReadEntry(BodySource body, string product, WireValue entry, List<WhatsAppEvent> events)
    {
        var changes = entry["changes"u8];
        var changedFields = entry["changed_fields"u8];

        if (!entry.IsObject || (changes.IsMissing && changedFields.IsMissing && HoldsMore(entry)))
        {
            AddUnreadable(body, entry, events);
            return;
        }

        var account = entry["id"u8].Name;
        var sentAt = entry["time"u8].Time;

        foreach (var change in changes.Items)
        {
            if (change.IsObject)
            {
                ReadChange(body, product, change, account, sentAt, events);
            }
            else
            {
                AddUnreadable(body, change, events);
            }
        }

        foreach (var name in changedFields.Items)
        {
            ReadChangedField(body, product, name, account, sentAt, events);
        }
    }

    private static void ReadChange(BodySource body, string product, WireValue change, string? account, DateTimeOffset? sentAt, List<WhatsAppEvent> events)
    {
        var value = change["value"u8];
        var metadata = value["metadata"u8];
        var source = new ChangeSource
        {
            Body = body,
            Account = account,
            Field = change["field"u8].Name,
            SentAt = sentAt,
            PhoneNumberId = metadata["phone_number_id"u8].Name ?? body.PhoneNumberId,
            DisplayPhoneNumber = metadata["display_phone_number"u8].Name,
        };

        if (!string.Equals(product, WhatsAppAccount, StringComparison.OrdinalIgnoreCase))
        {
            events.Add(new UnknownChange(WholeChange.Source(source, value), $"{product}.{source.Field ?? FieldEvent.UnknownField}"));
        }
        else
        {
            Fields.Read(source, value, events);
        }
    }

    /// <summary>A subscription made without values: Meta names the field and sends nothing else.</summary>
    private static void ReadChangedField(
        BodySource body, string product, WireValue name, string? account, DateTimeOffset? sentAt, List<WhatsAppEvent> events)
    {
        var field = name.Name;
        var source = new ChangeSource { Body = body, Account = account, Field = field, SentAt = sentAt };
        var type = field ?? FieldEvent.UnknownField;

        if (!string.Equals(product, WhatsAppAccount, StringComparison.OrdinalIgnoreCase))
        {
            type = $"{product}.{type}";
        }

        events.Add(new UnknownChange(WholeChange.Source(source, default), type));
    }

    private static bool HoldsMore(WireValue entry)
    {
        foreach (var member in entry.Members)
        {
            if (!(member.Is("id"u8) || member.Is("time"u8) || member.Is("uid"u8) || member.Is("changes"u8) || member.Is("changed_fields"u8)))
            {
                return true;
            }
        }

        return false;
    }
}
