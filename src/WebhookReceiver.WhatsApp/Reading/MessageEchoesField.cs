using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The fields <c>message_echoes</c> and <c>smb_message_echoes</c>: an event per message and error (<c>Specification/fields.md</c>, sections 6.10, 6.13). The
/// list is <c>message_echoes</c>, or <c>messages</c> according to some sources; if both are present, the same message has the same key.
/// </summary>
internal static class MessageEchoesField
{
    public static EventReader Reader { get; } = static (change, item) => ReadItem(change, item);

    public static Field Field { get; } = new(
        new ItemList("message_echoes"u8, Reader, ItemUsers.One),
        new ItemList("messages"u8, Reader, ItemUsers.One),
        new ItemList("errors"u8, FieldErrorReader.Reader));

    private static MessageEcho ReadItem(ChangeSource change, WireValue item)
    {
        var message = WrappedMessage.ReadSent(change, item);
        return new MessageEcho(WrappedMessage.Source(change, item, message, change.Field?.ToLowerInvariant() ?? FieldEvent.UnknownField, Reader), message);
    }
}
