using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The field <c>history</c> in its three shapes: chunks of chats, files that follow them, and a business that shares nothing, which is a chunk of
/// errors (<c>Specification/fields.md</c>, section 6.9).
/// </summary>
internal static class HistoryField
{
    public static EventReader ChunkReader { get; } = static (change, item) => ReadChunk(change, item);

    private static readonly EventReader MediaReader = static (change, item) => ReadMedia(change, item, HistoryReader.IsFromBusiness(change, item), MediaReader!);

    private static readonly EventReader SentMediaReader = static (change, item) => ReadMedia(change, item, isFromBusiness: true, SentMediaReader!);

    /// <summary>A chunk contains many items: a single contact next to it may belong to any of its chats.</summary>
    public static Field Field { get; } = new(
        new ItemList("history"u8, ChunkReader, ItemUsers.Several),
        new ItemList("messages"u8, MediaReader, ItemUsers.One),
        new ItemList("message_echoes"u8, SentMediaReader, ItemUsers.One),
        new ItemList("errors"u8, FieldErrorReader.Reader));

    /// <summary>The text is part of the identity: a second synchronisation numbers its chunks from the beginning again.</summary>
    private static HistoryChunk ReadChunk(ChangeSource change, WireValue item)
    {
        var identity = new EventIdentity(stackalloc byte[256], "history");
        identity.Add(change.PhoneNumberId);
        identity.Add(item["metadata"u8]["phase"u8].Name);
        identity.Add(item["metadata"u8]["chunk_order"u8].Name);
        identity.AddRaw(item.Raw);

        var threads = item["threads"u8].Items.Read(thread => HistoryReader.ReadThread(change, thread));
        return new HistoryChunk(change.Source(item, identity.ToKey(), ChunkReader), threads);
    }

    private static HistoryMedia ReadMedia(ChangeSource change, WireValue item, bool isFromBusiness, EventReader reader)
    {
        var message = HistoryReader.ReadAlone(change, item, isFromBusiness);
        return new HistoryMedia(WrappedMessage.Source(change, item, message.Message!, "media", reader), message);
    }
}
