using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// How many conversations the business may start in a day and how many numbers it may have (Meta's <c>business_capability_update</c> webhook reference). Only
/// the limits that Meta sends are set; a missing one has not become unlimited.
/// </summary>
public sealed record BusinessCapabilityUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public BusinessCapabilityUpdate()
    {
    }

    internal BusinessCapabilityUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        MaxDailyConversationsPerBusiness = item["max_daily_conversations_per_business"u8].Name;
        MaxDailyConversationPerPhone = item["max_daily_conversation_per_phone"u8].Integer;
        MaxPhoneNumbersPerBusiness = item["max_phone_numbers_per_business"u8].Integer;
        MaxPhoneNumbersPerWaba = item["max_phone_numbers_per_waba"u8].Integer;
    }

    /// <summary>
    /// <c>TIER_250</c>, <c>TIER_2K</c>, <c>TIER_10K</c>, <c>TIER_100K</c>, <c>TIER_UNLIMITED</c>, or a number such as <c>250</c>: Meta sends both. The
    /// list is open.
    /// </summary>
    public string? MaxDailyConversationsPerBusiness { get; init; }

    /// <summary>The same limit for one number; -1 means unlimited. Meta has announced its removal for 2026, so do not rely on it.</summary>
    public long? MaxDailyConversationPerPhone { get; init; }

    /// <summary>How many numbers the business may have; sent while its limit is 250 conversations.</summary>
    public long? MaxPhoneNumbersPerBusiness { get; init; }

    /// <summary>How many numbers the account may have; sent once the limit is higher.</summary>
    public long? MaxPhoneNumbersPerWaba { get; init; }
}
