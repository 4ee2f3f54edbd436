namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The ids by which an item names its user, each in its proper member whichever member it arrived in (<c>Specification/messages.md</c>, section 14,
/// rule T10).
/// </summary>
internal readonly struct UserIds
{
    public UserIds(string? phone, string? userId, string? parentUserId)
    {
        if (phone is not null && IsBusinessScoped(phone))
        {
            userId ??= phone;
            phone = null;
        }

        Phone = phone;
        UserId = userId;
        ParentUserId = parentUserId;
    }

    public string? Phone { get; }

    public string? UserId { get; }

    public string? ParentUserId { get; }

    public bool IsNone => Phone is null && UserId is null && ParentUserId is null;

    /// <summary>The phone number's digits, or else the business-scoped id: the key of a conversation.</summary>
    public static string? ConversationPart(WhatsAppUser? user)
    {
        if (user is null)
        {
            return null;
        }

        return Digits(user.PhoneNumber) ?? user.UserId ?? user.ParentUserId;
    }

    /// <summary>Digits only, because the same number occurs with and without a plus sign and spaces; null when there are none.</summary>
    public static string? Digits(string? phone)
    {
        if (phone is null || phone.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return phone is { Length: > 0 } ? phone : null;
        }

        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length > 0 ? digits : null;
    }

    /// <summary>Country code, full stop, opaque rest: the form of a business-scoped id.</summary>
    private static bool IsBusinessScoped(string id) =>
        id.Length > 3 && char.IsAsciiLetterUpper(id[0]) && char.IsAsciiLetterUpper(id[1]) && id[2] is '.';
}
