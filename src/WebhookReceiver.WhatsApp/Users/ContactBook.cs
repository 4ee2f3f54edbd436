using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The <c>contacts</c> of one value, which describe the users of its messages and statuses. They are matched by id, never by position;
/// only a single contact next to a single item is accepted without an id in common (<c>Specification/messages.md</c>, section 2).
/// </summary>
internal readonly struct ContactBook
{
    /// <summary>Up to this many contacts, a linear search is cheaper than an index; a batch has up to a thousand.</summary>
    private const int FewContacts = 8;

    private readonly WireValue contacts;
    private readonly bool isForOneItem;
    private readonly Dictionary<string, WireValue>? index;
    private readonly SortedDictionary<int, WireValue>? used;

    public ContactBook(WireValue contacts, bool isForOneItem)
    {
        this.contacts = contacts;
        this.isForOneItem = isForOneItem;
        index = contacts.Items.HasMoreThan(FewContacts) ? Index(contacts) : null;
    }

    private ContactBook(ContactBook book, SortedDictionary<int, WireValue> used)
    {
        this = book;
        this.used = used;
    }

    /// <summary>The same book, but recording the position in the body of every contact that is found from now on.</summary>
    public ContactBook NotingInto(SortedDictionary<int, WireValue> found) => new(this, found);

    public WhatsAppUser? Find(UserIds ids)
    {
        var contact = FindContact(ids);

        if (used is not null && !contact.IsMissing)
        {
            used[contact.Start] = contact;
        }

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

    /// <summary>A phone number may be written in two ways, for example in Brazil; a business-scoped id may not.</summary>
    private static bool MayBe(UserIds ids, UserIds card) => ids.UserId is null || card.UserId is null;

    private static UserIds ReadIds(WireValue contact) =>
        contact.IsObject
            ? new(contact["wa_id"u8].Name, contact["user_id"u8].Name, contact["parent_user_id"u8].Name)
            : default;

    /// <summary>The contacts by phone number and by business-scoped id; the two never look alike. The first of several wins.</summary>
    private static Dictionary<string, WireValue> Index(WireValue contacts)
    {
        var cards = new Dictionary<string, WireValue>(StringComparer.Ordinal);

        foreach (var contact in contacts.Items)
        {
            var card = ReadIds(contact);

            if (UserIds.Digits(card.Phone) is { } digits)
            {
                cards.TryAdd(digits, contact);
            }

            if (card.UserId is not null)
            {
                cards.TryAdd(card.UserId, contact);
            }
        }

        return cards;
    }

    private WireValue FindContact(UserIds ids)
    {
        var digits = UserIds.Digits(ids.Phone);

        if (index is not null)
        {
            return (digits is not null && index.TryGetValue(digits, out var found)) || (ids.UserId is not null && index.TryGetValue(ids.UserId, out found))
                ? found
                : default;
        }

        var count = 0;
        var last = default(WireValue);

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
