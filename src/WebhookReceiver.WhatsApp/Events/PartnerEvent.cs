using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// An event that 360dialog sends to a partner about a client or a channel (360dialog's "Webhook Events"): set-up, restrictions, the end of a contract.
/// </summary>
public sealed record PartnerEvent : WhatsAppEvent
{
    /// <summary>Creates an event for a test.</summary>
    public PartnerEvent()
    {
    }

    internal PartnerEvent(in EventSource source)
        : base(source)
    {
        EventId = source.Item["id"u8].Name;
        Event = source.Item["event"u8].Name ?? FieldEvent.UnknownField;

        // Only the position in the raw JSON is kept, so that it can be read again without the rest of the delivery.
        var data = source.Item["data"u8];
        Data = data.Json is null ? default : source.RawJson.Slice(data.Start - source.Item.Start, data.Raw.Length);
    }

    /// <inheritdoc/>
    public override string Type => $"partner.{Event}";

    /// <summary>The id of the event.</summary>
    public string? EventId { get; init; }

    /// <summary><c>channel_created</c>, <c>channel_running</c>, <c>account_restriction</c>, …; the list is open.</summary>
    public string Event { get; init; } = FieldEvent.UnknownField;

    /// <summary>The client or channel as JSON; its members differ from event to event. Valid for as long as <see cref="WhatsAppEvent.RawJson"/>.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }
}
