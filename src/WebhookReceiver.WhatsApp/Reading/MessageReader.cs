using System.Collections.Frozen;
using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Creates a message from its source.</summary>
internal delegate InboundMessage MessageConstructor(in MessageSource source);

/// <summary>Reads an element of <c>messages[]</c> into the matching message type; an unrecognised one becomes an <see cref="UnknownMessage"/>.</summary>
internal static class MessageReader
{
    private static readonly FrozenDictionary<string, MessageConstructor> Types = new Dictionary<string, MessageConstructor>(StringComparer.OrdinalIgnoreCase)
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
        ["interactive"] = InteractiveReader.Read,
        ["order"] = static (in source) => new OrderMessage(source),
        ["reaction"] = static (in source) => new ReactionMessage(source),
        ["system"] = static (in source) => new SystemMessage(source),
        ["edit"] = static (in source) => new EditMessage(source),
        ["revoke"] = static (in source) => new RevokeMessage(source),
        ["request_welcome"] = static (in source) => new RequestWelcomeMessage(source),
        ["unsupported"] = static (in source) => new UnsupportedMessage(source),
        ["unknown"] = static (in source) => new UnsupportedMessage(source, "unknown"),
        ["ephemeral"] = static (in source) => new UnsupportedMessage(source, "ephemeral"),
        ["voice"] = static (in source) => AudioMessage.OfVoice(source),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static EventReader Reader { get; } = static (change, item) => Read(change, item);

    public static InboundMessage Read(ChangeSource change, WireValue item) => ReadOf(change, item, change.Contacts.Find(ItemSender.Of(item)));

    /// <summary>Reads a message whose user is known from elsewhere.</summary>
    public static InboundMessage ReadOf(ChangeSource change, WireValue item, WhatsAppUser? user)
    {
        var id = item["id"u8].Name;
        return Construct(new MessageSource(EventSourceOf(change, item, id), id, user));
    }

    /// <summary>Reads the content of a message after an edit; id, sender and time are those of <paramref name="edit"/>.</summary>
    public static InboundMessage? ReadNewContent(in MessageSource edit, WireValue item, string? originalId)
    {
        if (!item.IsObject)
        {
            return null;
        }

        var outer = edit.Event;
        var source = new EventSource(outer.Change, item, outer.Change.Body.Slice(item), outer.Key, Reader);
        var content = Construct(new MessageSource(source, originalId, edit.User));

        var groupId = outer.Item["group_id"u8].Name;

        return content with
        {
            GroupId = groupId,
            ConversationKey = Conversations.Key(content.PhoneNumberId, groupId, content.User),
            OccurredAt = outer.Item["timestamp"u8].Time ?? outer.Change.SentAt,
        };
    }

    private static InboundMessage Construct(in MessageSource source)
    {
        var type = MessageTypes.Of(source.Event.Item);

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
}
