using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Reads bodies without Meta's envelope: the lists of the On-Premises API and of 360dialog at the root, and 360dialog's partner events. They are recognised
/// by their shape (<c>Specification/legacy.md</c>, section 1).
/// </summary>
internal static class FlatReader
{
    public static bool IsFlat(WireValue root) => IsPartnerEvent(root)
        || HasList(root["messages"u8]) || HasList(root["statuses"u8]) || HasList(root["errors"u8]) || HasList(root["contacts"u8]);

    /// <returns>Null when the value has neither shape.</returns>
    public static NotificationPart? Read(BodySource body, WireValue root)
    {
        if (!IsFlat(root))
        {
            return null;
        }

        if (IsPartnerEvent(root))
        {
            return new NotificationPart(new ChangeSource { Body = body }, root, PartnerEventReader.Field);
        }

        var field = MessagesField.Flat;
        var metadata = root["metadata"u8];
        var change = new ChangeSource
        {
            Body = body,
            Field = Fields.Messages,
            PhoneNumberId = metadata["phone_number_id"u8].Name ?? body.PhoneNumberId,
            DisplayPhoneNumber = metadata["display_phone_number"u8].Name,
            Contacts = field.ContactsOf(root),
            Recap = field.RecapOf(root),
            IsFlat = true,
        };

        return new NotificationPart(change, root, field);
    }

    private static bool IsPartnerEvent(WireValue root) => root["event"u8] is { IsString: true, Name: not null } && !root["data"u8].IsMissing;

    private static bool HasList(WireValue value) => value.IsArray || value.IsObject;
}
