using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Tells the user's side of a call from that of the business. Meta's pages disagree about what <c>from</c> and <c>to</c> mean when the business
/// calls, so what only a user has comes first, then what only the business has, then the direction (<c>spec/fields.md</c> 6.3).
/// </summary>
internal static class CallParties
{
    public static UserIds UserOf(ChangeSource change, WireValue item)
    {
        var from = new UserIds(item["from"u8].Name, item["from_user_id"u8].Name, item["from_parent_user_id"u8].Name);
        var to = new UserIds(item["to"u8].Name, item["to_user_id"u8].Name, item["to_parent_user_id"u8].Name);
        var business = UserIds.Digits(change.DisplayPhoneNumber);

        if (IsScoped(from) != IsScoped(to))
        {
            return IsScoped(from) ? from : to;
        }

        if (Is(from, business) != Is(to, business))
        {
            return Is(from, business) ? to : from;
        }

        var businessCalls = string.Equals(item["direction"u8].Name, "BUSINESS_INITIATED", StringComparison.OrdinalIgnoreCase);
        return businessCalls ? to : from;
    }

    private static bool IsScoped(UserIds ids) => ids.UserId is not null || ids.ParentUserId is not null;

    private static bool Is(UserIds ids, string? business) =>
        business is not null && string.Equals(UserIds.Digits(ids.Phone), business, StringComparison.Ordinal);
}
