namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>
/// From which nodes each member of an event is read. Broken anywhere else, the member must stay as it was. <c>@</c> stands for the item,
/// <c>#</c> for its contact, <c>~</c> for the value in which both lie.
/// </summary>
internal static class MemberSources
{
    public static IReadOnlyDictionary<string, string[]> OfMessage { get; } = new Dictionary<string, string[]>(Common("from"), StringComparer.Ordinal)
    {
        ["Type"] = ["@.type"],
        ["MessageType"] = ["@.type"],
        ["Body"] = ["@.type", "@.text.body"],
        ["Key"] = ["@.id", "~.metadata.phone_number_id"],
        ["GroupId"] = ["@.group_id"],
        ["ConversationKey"] = ["@.group_id", "~.metadata.phone_number_id"],
        ["User.ParentUserId"] = ["@.from_parent_user_id"],
        ["Context.MessageId"] = ["@.context.id"],
        ["Context.From"] = ["@.context.from"],
        ["Context.IsForwarded"] = ["@.context.forwarded"],
        ["Context.IsFrequentlyForwarded"] = ["@.context.frequently_forwarded"],
        ["Context.CatalogId"] = ["@.context.referred_product.catalog_id"],
        ["Context.ProductRetailerId"] = ["@.context.referred_product.product_retailer_id"],
        ["Referral.SourceUrl"] = ["@.referral.source_url"],
        ["Referral.SourceId"] = ["@.referral.source_id"],
        ["Referral.SourceType"] = ["@.referral.source_type"],
        ["Referral.Headline"] = ["@.referral.headline"],
        ["Referral.Body"] = ["@.referral.body"],
        ["Referral.MediaType"] = ["@.referral.media_type"],
        ["Referral.ImageUrl"] = ["@.referral.image_url"],
        ["Referral.VideoUrl"] = ["@.referral.video_url"],
        ["Referral.ThumbnailUrl"] = ["@.referral.thumbnail_url"],
        ["Referral.ClickId"] = ["@.referral.ctwa_clid"],
        ["Referral.WelcomeMessage"] = ["@.referral.welcome_message.text"],
        ["Referral.Reference"] = ["@.referral.ref"],
        ["Identity.IsAcknowledged"] = ["@.identity.acknowledged"],
        ["Identity.CreatedAt"] = ["@.identity.created_timestamp"],
        ["Identity.Hash"] = ["@.identity.hash"],
    };

    public static IReadOnlyDictionary<string, string[]> OfStatus { get; } = new Dictionary<string, string[]>(Common("recipient"), StringComparer.Ordinal)
    {
        ["Type"] = ["@.status"],
        ["State"] = ["@.status"],
        ["Key"] = ["@.id", "@.status", "@.recipient_id", "~.metadata.phone_number_id"],
        ["GroupId"] = [],
        ["ConversationKey"] = ["@.recipient_id", "~.metadata.phone_number_id"],
        ["RecipientType"] = ["@.recipient_type"],
        ["User.PhoneNumber"] = ["@.recipient_id"],
        ["User.ParentUserId"] = ["@.recipient_parent_user_id"],
        ["OpaqueCallbackData"] = ["@.biz_opaque_callback_data"],
        ["Conversation.Id"] = ["@.conversation.id"],
        ["Conversation.ExpiresAt"] = ["@.conversation.expiration_timestamp"],
        ["Conversation.OriginType"] = ["@.conversation.origin.type"],
        ["Pricing.IsBillable"] = ["@.pricing.billable"],
        ["Pricing.Model"] = ["@.pricing.pricing_model"],
        ["Pricing.Type"] = ["@.pricing.type"],
        ["Pricing.Category"] = ["@.pricing.category"],
        ["Pricing.Subtype"] = ["@.pricing.subtype"],
    };

    private static Dictionary<string, string[]> Common(string user) => new(StringComparer.Ordinal)
    {
        ["Account"] = [".entry[1].id"],
        ["PhoneNumberId"] = ["~.metadata.phone_number_id"],
        ["DisplayPhoneNumber"] = ["~.metadata.display_phone_number"],
        ["OccurredAt"] = ["@.timestamp"],
        ["MessageId"] = ["@.id"],
        ["User.PhoneNumber"] = [$"@.{user}"],
        ["User.UserId"] = [$"@.{user}_user_id"],
        ["User.Username"] = ["#.profile.username"],
        ["User.Name"] = ["#.profile.name"],
        ["User.WaId"] = ["#.wa_id"],
        ["User.IdentityKeyHash"] = ["#.identity_key_hash"],
        ["Errors.Count"] = ["@.errors"],
        ["Errors[0].Code"] = ["@.errors[0].code"],
        ["Errors[0].Kind.Text"] = ["@.errors[0].code"],
        ["Errors[0].IsTransient"] = ["@.errors[0].code"],
        ["Errors[0].Title"] = ["@.errors[0].title"],
        ["Errors[0].Message"] = ["@.errors[0].message"],
        ["Errors[0].Details"] = ["@.errors[0].error_data.details"],
        ["Errors[0].Href"] = ["@.errors[0].href"],
    };
}
