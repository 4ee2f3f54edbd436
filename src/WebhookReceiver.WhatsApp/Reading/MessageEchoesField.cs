using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The fields <c>message_echoes</c> and <c>smb_message_echoes</c>: an event per message and error (<c>spec/fields.md</c> 6.10, 6.13). The list is
/// <c>message_echoes</c>, and <c>messages</c> according to some; where both are, the same message has the same key.
/// </summary>
internal static class MessageEchoesField
{
    private static readonly EventReader Reader = static (change, item) => ReadItem(change, item, default);

    public static void Read(ChangeSource change, WireValue value, List<WhatsAppEvent> events)
    {
        var contacts = new ContactBook(value["contacts"u8], IsOneItem(value["message_echoes"u8].Items, value["messages"u8].Items));

        foreach (var member in value.Members)
        {
            if (member.Is("message_echoes"u8) || member.Is("messages"u8))
            {
                foreach (var item in member.Value.Items)
                {
                    events.Add(ReadItem(change, item, contacts));
                }
            }
            else if (member.Is("errors"u8))
            {
                FieldErrorReader.ReadAll(change, member.Value, events);
            }
        }
    }

    private static bool IsOneItem(WireItems echoes, WireItems messages) => echoes.IsSingle ? messages.IsEmpty : echoes.IsEmpty && messages.IsSingle;

    private static MessageEcho ReadItem(ChangeSource change, WireValue item, ContactBook contacts)
    {
        var message = WrappedMessage.ReadSent(change, item, contacts);
        return new MessageEcho(WrappedMessage.Source(change, item, message, change.Field?.ToLowerInvariant() ?? FieldEvent.UnknownField, Reader), message);
    }
}
