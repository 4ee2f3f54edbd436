using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Reads an element of <c>messages[]</c> into the matching message type; an unrecognised one becomes an <see cref="UnknownMessage"/>.</summary>
internal static class MessageReader
{
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

        return MessageTypes.Find(type) is { } construct ? construct(source) : new UnknownMessage(source, type);
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
