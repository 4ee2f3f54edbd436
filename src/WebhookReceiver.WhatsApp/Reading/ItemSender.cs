using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Who an item comes from, by the members that every list has for it.</summary>
internal static class ItemSender
{
    /// <summary>Gateways have written the business-scoped id under its short name.</summary>
    public static UserIds Of(WireValue item) =>
        new(item["from"u8].Name, item["from_user_id"u8].Name ?? item["from_bsuid"u8].Name, item["from_parent_user_id"u8].Name);
}
