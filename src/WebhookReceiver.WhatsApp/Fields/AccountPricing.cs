using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A price tier that the account has reached (<c>volume_tier_info</c>, Meta's <c>account_update</c> webhook reference). Several may arrive for one step: the one with
/// the smallest <see cref="UpdatedAt"/> counts.
/// </summary>
public sealed record VolumeTierInfo
{
    /// <summary>When the tier was reached.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary><c>UTILITY</c>, <c>AUTHENTICATION</c>, <c>CALLING</c>; the list is open.</summary>
    public string? PricingCategory { get; init; }

    /// <summary>The smallest and the largest number of messages separated by a colon, such as <c>40001:90000</c>; in the top tier the largest may be missing.</summary>
    public string? Tier { get; init; }

    /// <summary>The month to which it applies, as <c>YYYY-MM</c>.</summary>
    public string? EffectiveMonth { get; init; }

    /// <summary>The market, as a name in prose.</summary>
    public string? Region { get; init; }

    internal static VolumeTierInfo? Read(WireValue tier) => !tier.IsObject ? null : new()
    {
        UpdatedAt = tier["tier_update_time"u8].Time,
        PricingCategory = tier["pricing_category"u8].Name,
        Tier = tier["tier"u8].Name,
        EffectiveMonth = tier["effective_month"u8].Name,
        Region = tier["region"u8].Text,
    };
}

/// <summary>
/// When the international rate for authentication messages starts to apply (<c>auth_international_rate_eligibility</c>, Meta's <c>account_update</c> webhook
/// reference).
/// </summary>
public sealed record AuthInternationalRateEligibility
{
    /// <summary>The start for every country that is not an exception.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>The countries with a different start.</summary>
    public IReadOnlyList<AuthInternationalRateException> Exceptions { get; init; } = [];

    internal static AuthInternationalRateEligibility? Read(WireValue eligibility) => !eligibility.IsObject ? null : new()
    {
        StartsAt = eligibility["start_time"u8].Time,
        Exceptions = eligibility["exception_countries"u8].Items.Read(AuthInternationalRateException.Read),
    };
}

/// <summary>
/// A country in which the international rate starts at a different time (<c>exception_countries[]</c>, Meta's <c>account_update</c> webhook reference).
/// </summary>
public sealed record AuthInternationalRateException
{
    /// <summary>The country code.</summary>
    public string? CountryCode { get; init; }

    /// <summary>The start in this country.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    internal static AuthInternationalRateException? Read(WireValue country) => !country.IsObject ? null : new()
    {
        CountryCode = country["country_code"u8].Name,
        StartsAt = country["start_time"u8].Time,
    };
}
