using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Reads who sent an item, from the members that all lists use for it.</summary>
internal static class ItemSender
{
    /// <summary>Some gateways send the business-scoped id under its abbreviation.</summary>
    public static UserIds Of(WireValue item) =>
        new(item["from"u8].Name, item["from_user_id"u8].Name ?? item["from_bsuid"u8].Name, item["from_parent_user_id"u8].Name);
}
