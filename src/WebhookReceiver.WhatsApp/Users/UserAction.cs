using System.Text;
using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Somebody tapped a link of a marketing message, or opened the page behind it (Meta's "Tracking click events"). It identifies neither the person nor
/// the message: <see cref="TrackingToken"/>, then <see cref="ClickId"/>, show which actions belong together. They arrive in any order.
/// </summary>
public sealed record UserAction : WhatsAppEvent
{
    /// <summary>Creates an action for a test.</summary>
    public UserAction()
    {
    }

    internal UserAction(in EventSource source)
        : base(source)
    {
        ActionType = source.Item["action_type"u8] is { IsString: true, Name: { } word } ? word : FieldEvent.UnknownField;

        var data = DataOf(source.Item, ActionType);

        ClickComponent = data["click_component"u8].Name;
        ClickId = data["click_id"u8].Name;
        TrackingToken = data["tracking_token"u8].Name;
        ProductId = data["product_id"u8].Name;
        ClientUserAgent = data["client_user_agent"u8].Text;
    }

    /// <inheritdoc/>
    public override string Type => $"user_action.{ActionType}";

    /// <summary><c>marketing_messages_link_click</c> or <c>landing_page_view</c>; the list is open. <c>unknown</c> when there is no usable word.</summary>
    public string ActionType { get; init; } = FieldEvent.UnknownField;

    /// <summary>Where the link was, for clicks: <c>cta</c> for the button or <c>body</c>, in any letter case.</summary>
    public string? ClickComponent { get; init; }

    /// <summary>The id of the click, which is also appended to the URL of the page.</summary>
    public string? ClickId { get; init; }

    /// <summary>Meta's token; it can be long.</summary>
    public string? TrackingToken { get; init; }

    /// <summary>The product, if one was assigned to the message.</summary>
    public string? ProductId { get; init; }

    /// <summary>The device in words, such as <c>(Android 14)</c>; not documented.</summary>
    public string? ClientUserAgent { get; init; }

    /// <summary>Both known actions use the same member; new ones may have one named after them.</summary>
    private static WireValue DataOf(WireValue item, string actionType)
    {
        var data = item["marketing_messages_link_click_data"u8];
        return data.IsObject ? data : item[Encoding.UTF8.GetBytes($"{actionType}_data")];
    }
}
