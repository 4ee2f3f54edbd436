using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Meta considers the business portfolio compromised, or reports another state of it (<c>Specification/fields.md</c>, section 5.5).
/// </summary>
public sealed record BusinessStatusUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public BusinessStatusUpdate()
    {
    }

    internal BusinessStatusUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        BusinessId = item["business_id"u8].Name;
        Event = item["event"u8].Name;
    }

    /// <summary>The business portfolio.</summary>
    public string? BusinessId { get; init; }

    /// <summary><c>COMPROMISED_NOTIFICATION</c>; the list is open.</summary>
    public string? Event { get; init; }
}
