using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>What a message refers to (<c>Specification/messages.md</c>, section 5).</summary>
public sealed record MessageContext
{
    /// <summary>The message replied to, or whose button was tapped; null for a message that was only forwarded. The quoted text is never sent.</summary>
    public string? MessageId { get; init; }

    /// <summary>The author of that message.</summary>
    public string? From { get; init; }

    /// <summary>Forwarded, at most five times.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>Forwarded more than five times.</summary>
    public bool IsFrequentlyForwarded { get; init; }

    /// <summary>The catalogue of the product asked about.</summary>
    public string? CatalogId { get; init; }

    /// <summary>The product asked about.</summary>
    public string? ProductRetailerId { get; init; }

    /// <summary>The group of that message; On-Premises only (Meta's "Webhooks for the On-Premises API").</summary>
    public string? GroupId { get; init; }

    /// <summary>The WhatsApp ids of the people mentioned in the message; On-Premises only.</summary>
    public IReadOnlyList<string> Mentions { get; init; } = [];

    internal static MessageContext? Read(WireValue context) => !context.IsObject ? null : new()
    {
        MessageId = context["id"u8].Name,
        From = context["from"u8].Name,
        IsForwarded = context["forwarded"u8].Boolean ?? false,
        IsFrequentlyForwarded = context["frequently_forwarded"u8].Boolean ?? false,
        CatalogId = context["referred_product"u8]["catalog_id"u8].Name,
        ProductRetailerId = context["referred_product"u8]["product_retailer_id"u8].Name,
        GroupId = context["group_id"u8].Name,
        Mentions = context["mentions"u8].Items.Read(static id => id.Name),
    };
}
