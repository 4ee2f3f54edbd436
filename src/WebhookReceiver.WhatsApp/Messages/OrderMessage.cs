using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A cart that the person sent (Meta's "Order messages webhook reference"). It is a request, not a contract: the prices are those the person saw, so check them.
/// </summary>
public sealed record OrderMessage : InboundMessage
{
    /// <summary>Creates a message for a test.</summary>
    public OrderMessage()
    {
    }

    internal OrderMessage(in MessageSource source)
        : base(source)
    {
        var order = source.Event.Item["order"u8];

        CatalogId = order["catalog_id"u8].Name;
        Text = order["text"u8].Text;
        ProductItems = order["product_items"u8].Items.Read(ProductItem.Read);
    }

    /// <inheritdoc/>
    public override string MessageType => "order";

    /// <summary>The catalogue of the products.</summary>
    public string? CatalogId { get; init; }

    /// <summary>The note entered with the cart; empty or missing when there is none.</summary>
    public string? Text { get; init; }

    /// <summary>The lines of the cart.</summary>
    public IReadOnlyList<ProductItem> ProductItems { get; init; } = [];
}

/// <summary>One line of an <see cref="OrderMessage"/>.</summary>
public sealed record ProductItem
{
    /// <summary>The product, by the business's own id.</summary>
    public string? ProductRetailerId { get; init; }

    /// <summary>The quantity.</summary>
    public long? Quantity { get; init; }

    /// <summary>The unit price, in units of the currency: <c>7.99</c>.</summary>
    public decimal? Price { get; init; }

    /// <summary>The currency (ISO 4217).</summary>
    public string? Currency { get; init; }

    internal static ProductItem? Read(WireValue item) => !item.IsObject ? null : new()
    {
        ProductRetailerId = item["product_retailer_id"u8].Name,
        Quantity = item["quantity"u8].Integer,
        Price = item["item_price"u8].Decimal,
        Currency = item["currency"u8].Name,
    };
}
