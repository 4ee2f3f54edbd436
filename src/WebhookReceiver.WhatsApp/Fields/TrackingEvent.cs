using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A token for link tracking (<c>Specification/fields.md</c>, section 6.15). Clicks on links in marketing messages arrive with the messages instead.
/// </summary>
public sealed record TrackingEvent : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public TrackingEvent()
    {
    }

    internal TrackingEvent(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        EventName = item["event_name"u8].Name;
        ClickId = item["tracking_data"u8]["click_id"u8].Name;
        TrackingToken = item["tracking_data"u8]["tracking_token"u8].Name;
    }

    /// <summary><c>sent</c>; the list is open.</summary>
    public string? EventName { get; init; }

    /// <summary>The id of the click.</summary>
    public string? ClickId { get; init; }

    /// <summary>The token: opaque and possibly long.</summary>
    public string? TrackingToken { get; init; }
}
