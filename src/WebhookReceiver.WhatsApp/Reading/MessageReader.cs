using System.Collections.Frozen;
using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Makes an element of <c>messages[]</c> into the message that it is; what it is not known to be becomes an <see cref="UnknownMessage"/>.</summary>
internal static class MessageReader
{
    private delegate InboundMessage Constructor(in MessageSource source);

    private static readonly FrozenDictionary<string, Constructor> Types = new Dictionary<string, Constructor>(StringComparer.OrdinalIgnoreCase)
    {
        ["text"] = static (in source) => new TextMessage(source),
        ["image"] = static (in source) => new ImageMessage(source),
        ["video"] = static (in source) => new VideoMessage(source),
        ["audio"] = static (in source) => new AudioMessage(source),
        ["document"] = static (in source) => new DocumentMessage(source),
        ["sticker"] = static (in source) => new StickerMessage(source),
        ["location"] = static (in source) => new LocationMessage(source),
        ["contacts"] = static (in source) => new ContactsMessage(source),
        ["button"] = static (in source) => new ButtonMessage(source),
        ["interactive"] = ReadInteractive,
        ["reaction"] = static (in source) => new ReactionMessage(source),
        ["unsupported"] = static (in source) => new UnsupportedMessage(source),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly EventReader Reader = static (change, item) => Read(change, item, default);

    public static InboundMessage Read(ChangeSource change, WireValue item, ContactBook contacts)
    {
        var id = item["id"u8].Name;
        var ids = new UserIds(item["from"u8].Name, item["from_user_id"u8].Name, item["from_parent_user_id"u8].Name);
        var source = new MessageSource(EventSourceOf(change, item, id), id, contacts.Find(ids));
        var type = MessageTypes.Of(item);

        return type is not null && Types.TryGetValue(type, out var construct)
            ? construct(source)
            : new UnknownMessage(source, type);
    }

    private static EventSource EventSourceOf(ChangeSource change, WireValue item, string? id)
    {
        if (id is null)
        {
            return change.SourceWithoutId(item, "message", Reader);
        }

        var identity = new EventIdentity(stackalloc byte[256], "message");
        identity.Add(change.PhoneNumberId);
        identity.Add(id);
        return change.Source(item, identity.ToKey(), Reader);
    }

    /// <summary>One documentation sample says <c>interactive</c> where the kind belongs, so the member that is there decides when the word does not.</summary>
    private static InboundMessage ReadInteractive(in MessageSource source)
    {
        var interactive = source.Event.Item["interactive"u8];
        var kind = interactive["type"u8].Name;

        if (Is(kind, "button_reply") || (!Is(kind, "list_reply") && interactive["button_reply"u8].IsObject))
        {
            return new ButtonReply(source);
        }

        if (Is(kind, "list_reply") || interactive["list_reply"u8].IsObject)
        {
            return new ListReply(source);
        }

        return new UnknownMessage(source, "interactive");
    }

    private static bool Is(string? kind, string word) => string.Equals(kind, word, StringComparison.OrdinalIgnoreCase);
}
