using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Distinguishes the user's side of a call from the business's. Meta's pages disagree on what <c>from</c> and <c>to</c> mean when the business
/// calls, so the number of the business is checked first, then members that only a user has, then the direction (<c>Specification/fields.md</c>, section 6.3).
/// </summary>
internal static class CallParties
{
    public static UserIds UserOf(ChangeSource change, WireValue item)
    {
        var from = ItemSender.Of(item);
        var to = new UserIds(item["to"u8].Name, item["to_user_id"u8].Name, item["to_parent_user_id"u8].Name);
        var business = UserIds.Digits(change.DisplayPhoneNumber);

        // A business has no business-scoped id: one on its side is the user's, and this has been seen.
        if (Is(from, business) != Is(to, business))
        {
            return Is(from, business) ? With(to, from) : With(from, to);
        }

        if (IsScoped(from) != IsScoped(to))
        {
            return IsScoped(from) ? from : to;
        }

        var businessCalls = string.Equals(item["direction"u8].Name, "BUSINESS_INITIATED", StringComparison.OrdinalIgnoreCase);
        return businessCalls ? to : from;
    }

    private static UserIds With(UserIds user, UserIds business) =>
        new(user.Phone, user.UserId ?? business.UserId, user.ParentUserId ?? business.ParentUserId);

    private static bool IsScoped(UserIds ids) => ids.UserId is not null || ids.ParentUserId is not null;

    private static bool Is(UserIds ids, string? business) =>
        business is not null && string.Equals(UserIds.Digits(ids.Phone), business, StringComparison.Ordinal);
}
