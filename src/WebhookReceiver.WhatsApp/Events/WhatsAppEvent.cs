using System.Security.Cryptography;
using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// One thing that Meta reports: a message, a status, an error, a change of the account. Every element of every list in a notification is
/// a separate event. Any member may be missing, because Meta omits what it does not know.
/// </summary>
public abstract record WhatsAppEvent
{
    private readonly EventReader? reader;

    /// <summary>Creates an empty event for a test; set the members that the test needs. Its <see cref="Key"/> is random, so that no two are taken for the same event.</summary>
    protected WhatsAppEvent() => Key = EventKey.FromBytes(RandomNumberGenerator.GetBytes(EventKey.Size));

    private protected WhatsAppEvent(in EventSource source)
    {
        Key = source.Key;
        Account = source.Change.Account;
        PhoneNumberId = source.Change.PhoneNumberId;
        DisplayPhoneNumber = source.Change.DisplayPhoneNumber;
        RawJson = source.RawJson;
        reader = source.Reader;
        OccurredAt = source.Item["timestamp"u8].Time ?? source.Change.SentAt;
    }

    /// <summary>The event's type as shown in the event log: <c>message.text</c>, <c>status.read</c>, <c>error</c>, or the name of the webhook field.</summary>
    public abstract string Type { get; }

    /// <summary>The same for every repetition of this event; see <see cref="EventKey"/>. Set it in a test to simulate a repetition.</summary>
    public EventKey Key { get; init; }

    /// <summary>The WhatsApp Business Account (<c>entry[].id</c>); <c>"0"</c> in notifications of the dashboard's Test button.</summary>
    public string? Account { get; init; }

    /// <summary>The business phone number that the event concerns (<c>metadata.phone_number_id</c>): the key for routing to a tenant.</summary>
    public string? PhoneNumberId { get; init; }

    /// <summary>The same number for people to read; the format varies.</summary>
    public string? DisplayPhoneNumber { get; init; }

    /// <summary>When the event happened by Meta's clock: the item's own timestamp, or else that of the notification.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The user that the event concerns, or null if it concerns none.</summary>
    public WhatsAppUser? User { get; init; }

    /// <summary>
    /// The conversation, within which order is kept: events with the same value are handled one after another. It consists of the business number and the user or
    /// group; null when the event concerns neither.
    /// </summary>
    public string? ConversationKey { get; init; }

    /// <summary>
    /// Meta's JSON of this item, byte for byte as received. It may be any JSON value, and is empty when Meta named a change without sending it.
    /// Valid for as long as it is referenced. It keeps the whole delivery in memory, so copy it if you keep it for long.
    /// </summary>
    public ReadOnlyMemory<byte> RawJson { get; init; }

    /// <summary>
    /// The members of <see cref="RawJson"/> that this type does not read, as paths such as <c>text.preview</c> or <c>errors[0].hint</c>: what Meta has
    /// added since this version was released; for an <c>Unknown…</c> change all of them. Parses the JSON again, so use it in logs and tests, not for every event.
    /// </summary>
    public IReadOnlyList<string> UnreadMembers()
    {
        if (RawJson.IsEmpty || this is UnreadableDelivery)
        {
            return [];
        }

        using var document = WireDocument.Parse(RawJson);
        document.Watch();
        reader?.Invoke(new ChangeSource { Body = new BodySource(RawJson, phoneNumberId: null), Field = (this as FieldEvent)?.Field }, document.Root);
        var unread = new List<string>();
        document.Root.AddUnread(string.Empty, unread);
        return unread;
    }

    /// <summary>Returns only the type and the key, so that an event can be logged without revealing what a person wrote.</summary>
    public sealed override string ToString() => $"{Type} {Key}";
}
