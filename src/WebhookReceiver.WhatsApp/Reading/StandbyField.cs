using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The field <c>standby</c>: an event per copy of a message, status or echo, in document order (<c>Specification/fields.md</c>,
/// section 6.14).
/// </summary>
internal static class StandbyField
{
    private static readonly EventReader CopyOfMessage = static (change, item) => ReadMessage(change, item);

    private static readonly EventReader CopyOfStatus = static (change, item) => ReadStatus(change, item);

    private static readonly EventReader CopyOfEcho = static (change, item) => ReadEcho(change, item);

    public static Field Field { get; } = new(
        new ItemList("messages"u8, CopyOfMessage, ItemUsers.One),
        new ItemList("statuses"u8, CopyOfStatus, ItemUsers.One),
        new ItemList("message_echoes"u8, CopyOfEcho),
        new ItemList("errors"u8, FieldErrorReader.Reader))
    {
        Frame = "standby"u8.ToArray(),
    };

    private static StandbyMessage ReadMessage(ChangeSource change, WireValue item)
    {
        var message = MessageReader.Read(change, item);
        return new StandbyMessage(WrappedMessage.Source(change, item, message, "standby_message", CopyOfMessage), message);
    }

    private static StandbyStatus ReadStatus(ChangeSource change, WireValue item)
    {
        var status = StatusReader.Read(change, item);
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
