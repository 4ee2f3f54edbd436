using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The field <c>history</c> in its three shapes: chunks of chats, files that follow them, and a business that shares nothing, which is a chunk of
/// errors (<c>spec/fields.md</c> 6.9).
/// </summary>
internal static class HistoryField
{
    private static readonly EventReader ChunkReader = static (change, item) => ReadChunk(change, item, default);

    private static readonly EventReader MediaReader = static (change, item) =>
        ReadMedia(change, item, HistoryReader.IsFromBusiness(change, item), default);

    public static void Read(ChangeSource change, WireValue value, List<WhatsAppEvent> events)
    {
        var contacts = new ContactBook(value["contacts"u8], IsOneItem(value));

        foreach (var member in value.Members)
        {
            if (member.Is("history"u8))
            {
                foreach (var item in member.Value.Items)
                {
                    events.Add(ReadChunk(change, item, contacts));
                }
            }
            else if (member.Is("messages"u8) || member.Is("message_echoes"u8))
            {
                foreach (var item in member.Value.Items)
                {
                    events.Add(ReadMedia(change, item, member.Is("message_echoes"u8), contacts));
                }
            }
            else if (member.Is("errors"u8))
            {
                FieldErrorReader.ReadAll(change, member.Value, events);
            }
        }
    }

    /// <summary>A chunk is many items: the only contact beside it may be of any of its chats.</summary>
    private static bool IsOneItem(WireValue value)
    {
        var messages = value["messages"u8].Items;
        var echoes = value["message_echoes"u8].Items;
        return value["history"u8].Items.IsEmpty && (messages.IsSingle ? echoes.IsEmpty : messages.IsEmpty && echoes.IsSingle);
    }

    /// <summary>The text belongs to the identity: a second synchronisation counts its chunks from the beginning.</summary>
    private static HistoryChunk ReadChunk(ChangeSource change, WireValue item, ContactBook contacts)
    {
        var identity = new EventIdentity(stackalloc byte[256], "history");
        identity.Add(change.PhoneNumberId);
        identity.Add(item["metadata"u8]["phase"u8].Name);
        identity.Add(item["metadata"u8]["chunk_order"u8].Name);
        identity.AddRaw(item.Raw);

        var threads = item["threads"u8].Items.Read(thread => HistoryReader.ReadThread(change, thread, contacts));
        return new HistoryChunk(change.Source(item, identity.ToKey(), ChunkReader), threads);
    }

    private static HistoryMedia ReadMedia(ChangeSource change, WireValue item, bool isFromBusiness, ContactBook contacts)
    {
        var message = HistoryReader.ReadAlone(change, item, isFromBusiness, contacts);
        return new HistoryMedia(WrappedMessage.Source(change, item, message.Message!, "media", MediaReader), message);
    }
}
