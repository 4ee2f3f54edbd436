using System.Security.Cryptography;
using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// One thing that Meta told: a message, a status, an error, a change of the account. Every element of every list of a notification is
/// an event of its own. Any member may be missing, because Meta leaves out what it does not know.
/// </summary>
public abstract record WhatsAppEvent
{
    private readonly EventReader? reader;

    /// <summary>An event without content, for tests of handlers; set what the test needs. Its <see cref="Key"/> is random: no two are taken for the same.</summary>
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

    /// <summary>What it is, in the words of the event log: <c>message.text</c>, <c>status.read</c>, <c>error</c>, or the name of the webhook field.</summary>
    public abstract string Type { get; }

    /// <summary>The same for every repetition of this event; see <see cref="EventKey"/>. A test that plays a repetition sets it.</summary>
    public EventKey Key { get; init; }

    /// <summary>The WhatsApp Business Account (<c>entry[].id</c>); <c>"0"</c> in notifications of the dashboard's Test button.</summary>
    public string? Account { get; init; }

    /// <summary>The business phone number that it concerns (<c>metadata.phone_number_id</c>): the key for routing to a tenant.</summary>
    public string? PhoneNumberId { get; init; }

    /// <summary>That number for people to read; the format varies.</summary>
    public string? DisplayPhoneNumber { get; init; }

    /// <summary>When it happened by Meta's clock: the item's own time, else that of the notification.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The user that it concerns, or null where it concerns none.</summary>
    public WhatsAppUser? User { get; init; }

    /// <summary>
    /// What keeps its order: events with the same value are handled one after another. Business number and user, or business number and
    /// group; null for what concerns neither.
    /// </summary>
    public string? ConversationKey { get; init; }

    /// <summary>
    /// Meta's JSON of this item, as the bytes that came. It may be any JSON value, and empty where Meta named a change without sending it.
    /// Valid for as long as it is referenced; it keeps the whole delivery in memory, so copy it to keep it for long.
    /// </summary>
    public ReadOnlyMemory<byte> RawJson { get; init; }

    /// <summary>
    /// The members of <see cref="RawJson"/> that this type does not read, as paths such as <c>text.preview</c> or <c>errors[0].hint</c>: what Meta has
    /// added since this version was made; all of them for an <c>Unknown…</c> change. Reads the JSON again, so it is for logs and tests and not for every event.
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

    /// <summary>Type and key only: an event may be written to a log without showing what a person wrote.</summary>
    public sealed override string ToString() => $"{Type} {Key}";
}
