using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>The content of a template was edited (Meta's <c>message_template_components_update</c> webhook reference).</summary>
public sealed record TemplateComponentsUpdate : TemplateEvent
{
    /// <summary>Creates an event for a test.</summary>
    public TemplateComponentsUpdate()
    {
    }

    internal TemplateComponentsUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        Title = item["message_template_title"u8].Text;
        Body = item["message_template_element"u8].Text;
        Footer = item["message_template_footer"u8].Text;
        Buttons = item["message_template_buttons"u8].Items.Read(TemplateComponentButton.Read);
    }

    /// <summary>The header, if it is text.</summary>
    public string? Title { get; init; }

    /// <summary>The text, with its placeholders.</summary>
    public string? Body { get; init; }

    /// <summary>The footer.</summary>
    public string? Footer { get; init; }

    /// <summary>The buttons, in order.</summary>
    public IReadOnlyList<TemplateComponentButton> Buttons { get; init; } = [];
}

/// <summary>A button of a template (<c>message_template_buttons[]</c>, Meta's <c>message_template_components_update</c> webhook reference).</summary>
public sealed record TemplateComponentButton
{
    /// <summary>
    /// <c>CATALOG</c>, <c>COPY_CODE</c>, <c>EXTENSION</c>, <c>FLOW</c>, <c>MPM</c>, <c>ORDER_DETAILS</c>, <c>OTP</c>, <c>PHONE_NUMBER</c>, <c>POSTBACK</c>,
    /// <c>QUICK_REPLY</c>, <c>REMINDER</c>, <c>SEND_LOCATION</c>, <c>SPM</c>, <c>URL</c>, <c>VOICE_CALL</c>; the list is open.
    /// </summary>
    public string? ButtonType { get; init; }

    /// <summary>The label.</summary>
    public string? Text { get; init; }

    /// <summary>The URL that it opens, with its placeholders.</summary>
    public string? Url { get; init; }

    /// <summary>The number that it calls.</summary>
    public string? PhoneNumber { get; init; }

    internal static TemplateComponentButton? Read(WireValue button) => !button.IsObject ? null : new()
    {
        ButtonType = button["message_template_button_type"u8].Name,
        Text = button["message_template_button_text"u8].Text,
        Url = button["message_template_button_url"u8].Name,
        PhoneNumber = button["message_template_button_phone_number"u8].Name,
    };
}
