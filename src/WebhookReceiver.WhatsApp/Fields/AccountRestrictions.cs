using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>A ban of the account, or its end (<c>ban_info</c>, Meta's <c>account_update</c> webhook reference).</summary>
public sealed record BanInfo
{
    /// <summary><c>DISABLE</c>, <c>REINSTATE</c>, <c>SCHEDULE_FOR_DISABLE</c>; the list is open.</summary>
    public string? State { get; init; }

    /// <summary>The date in English prose, such as <c>September 30, 2026</c>: show it to people, do not calculate with it.</summary>
    public string? Date { get; init; }

    internal static BanInfo? Read(WireValue ban) => !ban.IsObject ? null : new()
    {
        State = ban["waba_ban_state"u8].Name,
        Date = ban["waba_ban_date"u8].Text,
    };
}

/// <summary>A rule that the business violated (<c>violation_info</c>, Meta's <c>account_update</c> webhook reference).</summary>
public sealed record ViolationInfo
{
    /// <summary>
    /// Policy: <c>ADULT</c>, <c>ALCOHOL</c>, <c>SCAM</c> and others; calling: <c>LOW_CALLING_QUALITY</c>, <c>LOW_BUSINESS_INITIATED_CALLING_QUALITY</c>,
    /// <c>USER_INITIATED_CALLS_LOW_PICKUP_RATE</c>; Direct Send: <c>DIRECT_SEND_UTILITY_CATEGORY_ABUSE_RATE_LIMIT</c>,
    /// <c>DIRECT_SEND_UTILITY_CATEGORY_ABUSE_UNBAN</c>; the list is open.
    /// </summary>
    public string? ViolationType { get; init; }

    /// <summary>Meta's advice in prose.</summary>
    public string? Remediation { get; init; }

    internal static ViolationInfo? Read(WireValue violation) => !violation.IsObject ? null : new()
    {
        ViolationType = violation["violation_type"u8].Name,
        Remediation = violation["remediation"u8].Text,
    };
}

/// <summary>Something that the account is not allowed to do (<c>restriction_info[]</c>, Meta's <c>account_update</c> webhook reference).</summary>
public sealed record RestrictionInfo
{
    /// <summary>
    /// <c>RESTRICTED_ADD_PHONE_NUMBER_ACTION</c> (in older notifications <c>RESTRICTION_ADD_PHONE_NUMBER_ACTION</c>),
    /// <c>RESTRICTED_BIZ_INITIATED_MESSAGING</c>, <c>RESTRICTED_CUSTOMER_INITIATED_MESSAGING</c>, <c>RESTRICTED_UTILITY_TEMPLATES</c>,
    /// <c>RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES</c>, <c>RESTRICTED_BUSINESS_INITIATED_CALLING</c>, <c>RESTRICTED_USER_INITIATED_CALLING</c>,
    /// <c>RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING</c>, <c>RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN</c>; the list is open.
    /// </summary>
    public string? RestrictionType { get; init; }

    /// <summary>The end of the restriction; null for a hidden call button, which has no end of its own.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Meta's advice in prose.</summary>
    public string? Remediation { get; init; }

    internal static RestrictionInfo? Read(WireValue restriction) => !restriction.IsObject ? null : new()
    {
        RestrictionType = restriction["restriction_type"u8].Name,
        ExpiresAt = restriction["expiration"u8].Time,
        Remediation = restriction["remediation"u8].Text,
    };
}
