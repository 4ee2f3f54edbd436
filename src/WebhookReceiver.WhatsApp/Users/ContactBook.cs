using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The <c>contacts</c> of one value, which describe the users of its messages and statuses. They are matched by id, never by position:
/// only when there is one contact and one item is it taken without an id in common (<c>spec/messages.md</c> section 2).
/// </summary>
internal readonly struct ContactBook(WireValue contacts, bool isForOneItem)
{
    public WhatsAppUser? Find(UserIds ids)
    {
        var contact = FindContact(ids);

        var card = ReadIds(contact);
        var profile = contact["profile"u8];

        if (ids.IsNone && card.IsNone && profile.IsMissing)
        {
            return null;
        }

        return new WhatsAppUser
        {
            PhoneNumber = ids.Phone ?? card.Phone,
            UserId = ids.UserId ?? card.UserId,
            ParentUserId = ids.ParentUserId ?? card.ParentUserId,
            Username = profile["username"u8].Name,
            Name = profile["name"u8].Text,
            WaId = card.Phone,
            IdentityKeyHash = contact["identity_key_hash"u8].Name,
        };
    }

    /// <summary>A phone number may be written in two ways, in Brazil for one; a business-scoped id may not.</summary>
    private static bool MayBe(UserIds ids, UserIds card) => ids.UserId is null || card.UserId is null;

    private static UserIds ReadIds(WireValue contact) =>
        contact.IsObject
            ? new(contact["wa_id"u8].Name, contact["user_id"u8].Name, contact["parent_user_id"u8].Name)
            : default;

    private WireValue FindContact(UserIds ids)
    {
        var count = 0;
        var last = default(WireValue);
        var digits = UserIds.Digits(ids.Phone);

        foreach (var contact in contacts.Items)
        {
            var card = ReadIds(contact);

            if ((digits is not null && string.Equals(digits, UserIds.Digits(card.Phone), StringComparison.Ordinal))
                || (ids.UserId is not null && string.Equals(ids.UserId, card.UserId, StringComparison.Ordinal)))
            {
                return contact;
            }

            count++;
            last = contact;
        }

        return count is 1 && isForOneItem && MayBe(ids, ReadIds(last)) ? last : default;
    }
}
