using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Meta detected a lead or a purchase in a chat that began with an ad (Meta's <c>automatic_events</c> webhook reference). One message can produce several events, and
/// the user is not named: <see cref="MessageId"/> leads to the chat.
/// </summary>
public sealed record AutomaticEvent : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public AutomaticEvent()
    {
    }

    internal AutomaticEvent(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        MessageId = item["id"u8].Name;
        EventName = item["event_name"u8].Name;
        ClickId = item["ctwa_clid"u8].Name;
        Currency = item["custom_data"u8]["currency"u8].Name;
        Value = item["custom_data"u8]["value"u8].Decimal;
    }

    /// <summary>The message in which it was detected.</summary>
    public string? MessageId { get; init; }

    /// <summary><c>LeadSubmitted</c>, <c>Purchase</c>, in any letter case; the list is open.</summary>
    public string? EventName { get; init; }

    /// <summary>The click id of the ad (<c>ctwa_clid</c>).</summary>
    public string? ClickId { get; init; }

    /// <summary>The currency of <see cref="Value"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>The amount of the purchase.</summary>
    public decimal? Value { get; init; }
}
