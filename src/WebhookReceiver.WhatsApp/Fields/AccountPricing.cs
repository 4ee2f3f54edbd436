using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A price tier that the account reached (<c>volume_tier_info</c>, Meta's <c>account_update</c> webhook reference). Several may come for one step: the one with
/// the smallest <see cref="UpdatedAt"/> counts.
/// </summary>
public sealed record VolumeTierInfo
{
    /// <summary>When the tier was reached.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary><c>UTILITY</c>, <c>AUTHENTICATION</c>, <c>CALLING</c>; the list is open.</summary>
    public string? PricingCategory { get; init; }

    /// <summary>Smallest and largest number of messages with a colon between, such as <c>40001:90000</c>; at the top the largest may be missing.</summary>
    public string? Tier { get; init; }

    /// <summary>The month for which it holds, as <c>YYYY-MM</c>.</summary>
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
/// From when the international rate holds for authentication messages (<c>auth_international_rate_eligibility</c>, Meta's <c>account_update</c> webhook
/// reference).
/// </summary>
public sealed record AuthInternationalRateEligibility
{
    /// <summary>From when, for every country that is no exception.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>The countries that begin at another time.</summary>
    public IReadOnlyList<AuthInternationalRateException> Exceptions { get; init; } = [];

    internal static AuthInternationalRateEligibility? Read(WireValue eligibility) => !eligibility.IsObject ? null : new()
    {
        StartsAt = eligibility["start_time"u8].Time,
        Exceptions = eligibility["exception_countries"u8].Items.Read(AuthInternationalRateException.Read),
    };
}

/// <summary>
/// A country in which the international rate begins at a time of its own (<c>exception_countries[]</c>, Meta's <c>account_update</c> webhook reference).
/// </summary>
public sealed record AuthInternationalRateException
{
    /// <summary>The country code.</summary>
    public string? CountryCode { get; init; }

    /// <summary>From when there.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    internal static AuthInternationalRateException? Read(WireValue country) => !country.IsObject ? null : new()
    {
        CountryCode = country["country_code"u8].Name,
        StartsAt = country["start_time"u8].Time,
    };
}
