using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The field <c>tracking_events</c>: an event per element, identified by its text (<c>Specification/fields.md</c>, section 6.15).</summary>
internal static class TrackingEventsField
{
    private static readonly EventReader Reader = static (change, item) => ReadItem(change, item);

    public static Field Field { get; } = new(new ItemList("events"u8, Reader));

    private static TrackingEvent ReadItem(ChangeSource change, WireValue item) => new(change.SourceWithoutId(item, "tracking_event", Reader));
}
