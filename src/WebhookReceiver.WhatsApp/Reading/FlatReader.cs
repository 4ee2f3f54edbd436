using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Reads bodies without Meta's envelope: the lists of the On-Premises API and of 360dialog at the root, and 360dialog's partner events. They are told
/// by their shape (<c>spec/legacy.md</c> section 1).
/// </summary>
internal static class FlatReader
{
    /// <returns>Null when the value has neither shape.</returns>
    public static NotificationPart? Read(BodySource body, WireValue root)
    {
        if (root["event"u8] is { IsString: true, Name: not null } && !root["data"u8].IsMissing)
        {
            return new NotificationPart(new ChangeSource { Body = body }, root, PartnerEventReader.Field);
        }

        if (!HasList(root["messages"u8]) && !HasList(root["statuses"u8]) && !HasList(root["errors"u8]) && !HasList(root["contacts"u8]))
        {
            return null;
        }

        var field = MessagesField.Flat;
        var change = new ChangeSource
        {
            Body = body,
            Field = "messages",
            PhoneNumberId = body.PhoneNumberId,
            Contacts = field.ContactsOf(root),
            Recap = field.RecapOf(root),
            IsFlat = true,
        };

        return new NotificationPart(change, root, field);
    }

    private static bool HasList(WireValue value) => value.IsArray || value.IsObject;
}
