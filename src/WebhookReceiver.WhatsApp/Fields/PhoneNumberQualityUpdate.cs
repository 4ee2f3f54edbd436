using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The messaging limit or the throughput of a number changed; despite its name it contains no quality rating (Meta's <c>phone_number_quality_update</c> webhook
/// reference). The number is <see cref="WhatsAppEvent.DisplayPhoneNumber"/>: Meta sends no id for it.
/// </summary>
public sealed record PhoneNumberQualityUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public PhoneNumberQualityUpdate()
    {
    }

    internal PhoneNumberQualityUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        DisplayPhoneNumber = item["display_phone_number"u8].Name ?? DisplayPhoneNumber;
        Event = item["event"u8].Name;
        OldLimit = item["old_limit"u8].Name;
        CurrentLimit = item["current_limit"u8].Name;
        MaxDailyConversationsPerBusiness = item["max_daily_conversations_per_business"u8].Name;
    }

    /// <summary>
    /// <c>ONBOARDING</c>, <c>THROUGHPUT_UPGRADE</c>, in older notifications also <c>FLAGGED</c>, <c>UNFLAGGED</c>, <c>UPGRADE</c>, <c>DOWNGRADE</c>;
    /// the list is open.
    /// </summary>
    public string? Event { get; init; }

    /// <summary>The previous limit, if it changed. Values as in <see cref="CurrentLimit"/>.</summary>
    public string? OldLimit { get; init; }

    /// <summary>
    /// <c>TIER_50</c>, <c>TIER_250</c>, <c>TIER_1K</c>, <c>TIER_2K</c>, <c>TIER_10K</c>, <c>TIER_100K</c>, <c>TIER_UNLIMITED</c>, <c>TIER_NOT_SET</c>;
    /// the list is open. Meta has announced its removal for 2026, so do not rely on it.
    /// </summary>
    public string? CurrentLimit { get; init; }

    /// <summary>The limit of the whole business, as a tier or as a number: Meta sends both forms.</summary>
    public string? MaxDailyConversationsPerBusiness { get; init; }
}
