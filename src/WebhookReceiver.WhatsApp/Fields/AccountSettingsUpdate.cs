using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The calling settings of a number changed, even if you changed them yourself (Meta's page on call settings). Meta sends all settings, not only those that changed: compare
/// them with what you have stored for <see cref="WhatsAppEvent.PhoneNumberId"/>.
/// </summary>
public sealed record AccountSettingsUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public AccountSettingsUpdate()
    {
    }

    internal AccountSettingsUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;
        var settings = item["phone_number_settings"u8];

        // This field has no metadata: the number is next to its settings.
        PhoneNumberId = settings["phone_number_id"u8].Name ?? PhoneNumberId;
        SettingsType = item["type"u8].Name;
        Calling = CallingSettings.Read(settings["calling"u8]) ?? CallingSettings.Read(settings["callings"u8]);
        MessagingProduct = item["messaging_product"u8].Name;
    }

    /// <summary><c>phone_number_settings</c>, also in upper case; the list is open.</summary>
    public string? SettingsType { get; init; }

    /// <summary>The current calling settings; null when there are none.</summary>
    public CallingSettings? Calling { get; init; }

    /// <summary><c>whatsapp</c>.</summary>
    public string? MessagingProduct { get; init; }
}
