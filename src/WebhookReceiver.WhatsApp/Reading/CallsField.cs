using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The field <c>calls</c>: an event per call, status and error, in document order (<c>Specification/fields.md</c>, section 6.3).
/// </summary>
internal static class CallsField
{
    public static EventReader CallReader { get; } = static (change, item) => ReadCall(change, item);

    private static readonly EventReader StatusReader = static (change, item) => ReadStatus(change, item);

    public static Field Field { get; } = new(
        new ItemList("calls"u8, CallReader, ItemUsers.One),
        new ItemList("statuses"u8, StatusReader, ItemUsers.One),
        new ItemList("errors"u8, FieldErrorReader.Reader))
    {
        AssumesNumber = true,
    };

    private static Call ReadCall(ChangeSource change, WireValue item)
    {
        var user = change.Contacts.Find(CallParties.UserOf(change, item));
        return new Call(Source(change, item, "call", item["event"u8].Name, CallReader), user);
    }

    private static CallStatus ReadStatus(ChangeSource change, WireValue item)
    {
        var ids = new UserIds(item["recipient_id"u8].Name, item["recipient_user_id"u8].Name, item["recipient_parent_user_id"u8].Name);
        return new CallStatus(Source(change, item, "call_status", item["status"u8].Name, StatusReader), change.Contacts.Find(ids));
    }

    /// <summary>A call passes each of its states once, so the state and the call are the identity; the letter case of the word varies.</summary>
    private static EventSource Source(ChangeSource change, WireValue item, string kind, string? point, EventReader reader)
    {
        if (item["id"u8].Name is not { } id)
        {
            return change.SourceWithoutId(item, kind, reader);
        }

        var identity = new EventIdentity(stackalloc byte[256], kind);
        identity.Add(change.PhoneNumberId);
        identity.Add(id);
        identity.Add(point?.ToLowerInvariant());
        return change.Source(item, identity.ToKey(), reader);
    }
}
