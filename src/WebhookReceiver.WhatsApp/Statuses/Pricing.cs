using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>What a message costs (Meta's "Status messages webhook reference"). All lists of words are open.</summary>
public sealed record Pricing
{
    /// <summary>Whether the message is charged. Meta intends to remove this member.</summary>
    public bool? IsBillable { get; init; }

    /// <summary><c>PMP</c> per message, since July 2025; <c>CBP</c> per conversation before that.</summary>
    public string? Model { get; init; }

    /// <summary><c>regular</c>, <c>free_customer_service</c>, <c>free_entry_point</c>, …</summary>
    public string? Type { get; init; }

    /// <summary><c>marketing</c>, <c>utility</c>, <c>service</c>, <c>authentication-international</c> (with a hyphen), …</summary>
    public string? Category { get; init; }

    /// <summary><c>paid_exempt</c>: free for governments and non-profits.</summary>
    public string? Subtype { get; init; }

    internal static Pricing? Read(WireValue pricing) => !pricing.IsObject ? null : new()
    {
        IsBillable = pricing["billable"u8].Boolean,
        Model = pricing["pricing_model"u8].Name,
        Type = pricing["type"u8].Name ?? pricing["pricing_type"u8].Name,
        Category = pricing["category"u8].Name,
        Subtype = pricing["subtype"u8].Name,
    };
}
