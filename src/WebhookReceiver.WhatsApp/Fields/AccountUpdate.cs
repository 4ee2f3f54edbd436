using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Something happened to the account: it was restricted, banned, linked to a partner, or moved to another price tier (Meta's <c>account_update</c> webhook reference).
/// <see cref="Event"/> says what happened and so which of the other members are set, but check each of them, because the same event occurs in several forms.
/// The number that it concerns, if any, is <see cref="WhatsAppEvent.DisplayPhoneNumber"/>: Meta sends no id for it.
/// </summary>
public sealed record AccountUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public AccountUpdate()
    {
    }

    internal AccountUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        DisplayPhoneNumber = item["phone_number"u8].Name ?? DisplayPhoneNumber;
        Event = item["event"u8].Name;
        Country = item["country"u8].Name;
        BusinessVerificationStatus = item["business_verification_status"u8].Name;
        Ban = BanInfo.Read(item["ban_info"u8]);
        Violation = ViolationInfo.Read(item["violation_info"u8]);
        Restrictions = item["restriction_info"u8].Items.Read(RestrictionInfo.Read);
        LockExpiresAt = item["lock_info"u8]["expiration"u8].Time;
        Waba = WabaInfo.Read(item["waba_info"u8]);
        Disconnection = DisconnectionInfo.Read(item["disconnection_info"u8]);
        Certification = PartnerClientCertification.Read(item["partner_client_certification_info"u8])
            ?? PartnerClientCertification.Read(item["partner_client_certification_needed_info"u8]);
        VolumeTier = VolumeTierInfo.Read(item["volume_tier_info"u8]);
        AuthInternationalRate = AuthInternationalRateEligibility.Read(item["auth_international_rate_eligibility"u8]);
    }

    /// <summary>
    /// <c>ACCOUNT_DELETED</c>, <c>ACCOUNT_OFFBOARDED</c>, <c>ACCOUNT_RECONNECTED</c>, <c>ACCOUNT_RESTRICTION</c>, <c>ACCOUNT_VIOLATION</c>,
    /// <c>AD_ACCOUNT_LINKED</c>, <c>AUTH_INTL_PRICE_ELIGIBILITY_UPDATE</c>, <c>BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE</c>, <c>DISABLED_UPDATE</c>,
    /// <c>MM_LITE_TERMS_SIGNED</c>, <c>PARTNER_ADDED</c>, <c>PARTNER_APP_INSTALLED</c>, <c>PARTNER_APP_UNINSTALLED</c>,
    /// <c>PARTNER_CLIENT_CERTIFICATION_NEEDED</c>, <c>PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE</c>, <c>PARTNER_REMOVED</c>, <c>VERIFIED_ACCOUNT</c>,
    /// <c>VOLUME_BASED_PRICING_TIER_UPDATE</c>; the list is open.
    /// </summary>
    public string? Event { get; init; }

    /// <summary>
    /// The account that the event is about: that of <see cref="Waba"/> if there is one, because <see cref="WhatsAppEvent.Account"/> is then the partner's business
    /// portfolio. Use this for routing to a tenant.
    /// </summary>
    public string? WabaId => Waba?.WabaId ?? Account;

    /// <summary>With <c>BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE</c>: the country code.</summary>
    public string? Country { get; init; }

    /// <summary>With <c>DISABLED_UPDATE</c>: what happens to the account, and when.</summary>
    public BanInfo? Ban { get; init; }

    /// <summary>
    /// With <c>ACCOUNT_VIOLATION</c> and <c>ACCOUNT_RESTRICTION</c>: which rule was violated. The type <c>DIRECT_SEND_UTILITY_CATEGORY_ABUSE_UNBAN</c> lifts a
    /// restriction, and is then sent alone.
    /// </summary>
    public ViolationInfo? Violation { get; init; }

    /// <summary>With <c>ACCOUNT_RESTRICTION</c>: what the account is temporarily not allowed to do; empty when a restriction is lifted.</summary>
    public IReadOnlyList<RestrictionInfo> Restrictions { get; init; } = [];

    /// <summary>With the <c>PARTNER_*</c> events, <c>AD_ACCOUNT_LINKED</c> and <c>MM_LITE_TERMS_SIGNED</c>: the customer's account.</summary>
    public WabaInfo? Waba { get; init; }

    /// <summary>With <c>PARTNER_REMOVED</c>: why a number of the WhatsApp Business app left the Cloud API.</summary>
    public DisconnectionInfo? Disconnection { get; init; }

    /// <summary>With <c>PARTNER_CLIENT_CERTIFICATION_NEEDED</c> and <c>PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE</c>: whose certification, and its state.</summary>
    public PartnerClientCertification? Certification { get; init; }

    /// <summary>With <c>VOLUME_BASED_PRICING_TIER_UPDATE</c>: the price tier that was reached.</summary>
    public VolumeTierInfo? VolumeTier { get; init; }

    /// <summary>With <c>AUTH_INTL_PRICE_ELIGIBILITY_UPDATE</c>: when international authentication messages start to cost more.</summary>
    public AuthInternationalRateEligibility? AuthInternationalRate { get; init; }

    /// <summary>The end of the account's lock; not documented by Meta.</summary>
    public DateTimeOffset? LockExpiresAt { get; init; }

    /// <summary>The state of the business verification; not documented by Meta.</summary>
    public string? BusinessVerificationStatus { get; init; }
}
