using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The PIN of a number's two-step verification was changed, or a reset was requested (Meta's <c>security</c> webhook reference). If you did not do this, somebody
/// may be about to take over the number. The number is <see cref="WhatsAppEvent.DisplayPhoneNumber"/>.
/// </summary>
public sealed record SecurityEvent : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public SecurityEvent()
    {
    }

    internal SecurityEvent(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        DisplayPhoneNumber = item["display_phone_number"u8].Name ?? DisplayPhoneNumber;
        Event = item["event"u8].Name;
        Requester = item["requester"u8].Name;
    }

    /// <summary>
    /// <c>PIN_CHANGED</c>, <c>PIN_RESET_REQUEST</c>, <c>PIN_REQUEST_SUCCESS</c> (in older notifications <c>PIN_RESET_SUCCESS</c>); the list is open.
    /// </summary>
    public string? Event { get; init; }

    /// <summary>The id of the Meta user who made the request, usually only with a reset request.</summary>
    public string? Requester { get; init; }
}
