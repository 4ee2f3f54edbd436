using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The field <c>standby</c>: an event per copy of a message, status or echo, in the order in which they stand in the body (<c>spec/fields.md</c> 6.14).
/// </summary>
internal static class StandbyField
{
    private static readonly EventReader CopyOfMessage = static (change, item) => ReadMessage(change, item, default);

    private static readonly EventReader CopyOfStatus = static (change, item) => ReadStatus(change, item, default);

    private static readonly EventReader CopyOfEcho = static (change, item) => ReadEcho(change, item);

    public static void Read(ChangeSource change, WireValue value, List<WhatsAppEvent> events)
    {
        var standby = value["standby"u8];
        var contacts = new ContactBook(standby["contacts"u8], IsOneItem(standby["messages"u8].Items, standby["statuses"u8].Items));

        foreach (var member in standby.Members)
        {
            if (member.Is("errors"u8))
            {
                FieldErrorReader.ReadAll(change, member.Value, events);
            }
            else if (member.Is("messages"u8) || member.Is("statuses"u8) || member.Is("message_echoes"u8))
            {
                foreach (var item in member.Value.Items)
                {
                    events.Add(member.Is("messages"u8) ? ReadMessage(change, item, contacts)
                        : member.Is("statuses"u8) ? ReadStatus(change, item, contacts)
                        : ReadEcho(change, item));
                }
            }
        }
    }

    private static bool IsOneItem(WireItems messages, WireItems statuses) =>
        messages.IsSingle ? statuses.IsEmpty : messages.IsEmpty && statuses.IsSingle;

    private static StandbyMessage ReadMessage(ChangeSource change, WireValue item, ContactBook contacts)
    {
        var message = MessageReader.Read(change, item, contacts);
        return new StandbyMessage(WrappedMessage.Source(change, item, message, "standby_message", CopyOfMessage), message);
    }

    private static StandbyStatus ReadStatus(ChangeSource change, WireValue item, ContactBook contacts)
    {
        var status = StatusReader.Read(change, item, contacts);
        return new StandbyStatus(WrappedMessage.Source(change, item, status, "standby_status", CopyOfStatus), status);
    }

    private static StandbyEcho ReadEcho(ChangeSource change, WireValue item)
    {
        if (item["id"u8].Name is not { } id)
        {
            return new StandbyEcho(change.SourceWithoutId(item, "standby_echo", CopyOfEcho));
        }

        var identity = new EventIdentity(stackalloc byte[256], "standby_echo");
        identity.Add(change.PhoneNumberId);
        identity.Add(id);
        return new StandbyEcho(change.Source(item, identity.ToKey(), CopyOfEcho));
    }
}
