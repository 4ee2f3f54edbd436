using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The field <c>automatic_events</c>: an event per element (<c>Specification/fields.md</c>, section 6.2).</summary>
internal static class AutomaticEventsField
{
    public static EventReader Reader { get; } = static (change, item) => ReadItem(change, item);

    public static Field Field { get; } = new(new ItemList("automatic_events"u8, Reader));

    private static AutomaticEvent ReadItem(ChangeSource change, WireValue item)
    {
        if (item["id"u8].Name is not { } id)
        {
            return new AutomaticEvent(change.SourceWithoutId(item, "automatic_event", Reader));
        }

        var identity = new EventIdentity(stackalloc byte[256], "automatic_event");
        identity.Add(change.PhoneNumberId);
        identity.Add(id);
        identity.Add(item["event_name"u8].Name?.ToLowerInvariant());

        return new AutomaticEvent(change.Source(item, identity.ToKey(), Reader));
    }
}
