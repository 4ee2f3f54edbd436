using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>What the events of one change have in common: account, field, business number and contacts.</summary>
internal sealed class ChangeSource
{
    private WhatsAppUser? lastUser;
    private string? lastConversation;

    public required BodySource Body { get; init; }

    /// <summary>The <c>object</c> of a notification that is not about WhatsApp, or of a list next to the changes; usually null.</summary>
    public string? OtherProduct { get; init; }

    public string? Account { get; init; }

    /// <summary>The field as sent; null when the name is missing.</summary>
    public string? Field { get; init; }

    /// <summary>The undocumented member that the event is; usually null.</summary>
    public string? Member { get; init; }

    /// <summary>When Meta sent the notification (<c>entry[].time</c>), which is not when it happened.</summary>
    public DateTimeOffset? SentAt { get; init; }

    public string? PhoneNumberId { get; init; }

    public string? DisplayPhoneNumber { get; init; }

    /// <summary>The users of this change.</summary>
    public ContactBook Contacts { get; init; }

    /// <summary>The conversation recap next to the messages.</summary>
    public ConversationRecap? Recap { get; init; }

    /// <summary>Whether it arrived without Meta's envelope.</summary>
    public bool IsFlat { get; init; }

    /// <summary>The position of the change in the body, which is also that of an event without JSON of its own.</summary>
    public int Place { get; init; }

    /// <summary>The same for a list that is documented for another field.</summary>
    /// <param name="field">That other field; null when the elements are events of the field that contains them.</param>
    public ChangeSource Of(string? field) => field is null ? this : With(field, Member);

    /// <summary>The same for a member that no field is documented to have.</summary>
    public ChangeSource Beside(string? member) => With(Field, member);

    private ChangeSource With(string? field, string? member) => new()
    {
        Body = Body,
        OtherProduct = OtherProduct,
        Account = Account,
        Field = field,
        Member = member,
        SentAt = SentAt,
        PhoneNumberId = PhoneNumberId,
        DisplayPhoneNumber = DisplayPhoneNumber,
        Contacts = Contacts,
        Recap = Recap,
        IsFlat = IsFlat,
        Place = Place,
    };

    /// <summary>The conversation with a user. A past chat has thousands of messages and one user, so they share the text.</summary>
    public string? ConversationWith(WhatsAppUser? user)
    {
        if (user is null || !ReferenceEquals(user, lastUser))
        {
            lastConversation = Conversations.Key(PhoneNumberId, groupId: null, user);
            lastUser = user;
        }

        return lastConversation;
    }

    /// <summary>The source of the event of an item with an id of its own.</summary>
    public EventSource Source(WireValue item, EventKey key, EventReader? reader = null) =>
        new(this, item, item.Raw.IsEmpty ? Body.Nothing(Place) : Body.Slice(item), key, reader);

    /// <summary>The source of the event of an item without an id: it is identified by its text, and by its number among the equal items of this delivery.</summary>
    public EventSource SourceWithoutId(WireValue item, string kind, EventReader? reader = null)
    {
        if (Body.IsWithoutKeys)
        {
            return Source(item, default, reader);
        }

        var identity = new EventIdentity(stackalloc byte[256], kind);
        identity.Add(Account);
        identity.Add(PhoneNumberId);
        identity.AddRaw(item.Raw);
        return Source(item, Body.Number(identity.ToKey()), reader);
    }
}
