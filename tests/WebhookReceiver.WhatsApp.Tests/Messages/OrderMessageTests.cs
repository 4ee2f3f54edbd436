namespace WebhookReceiver.WhatsApp.Tests;

public sealed class OrderMessageTests
{
    [Fact]
    public void An_order_has_catalogue_and_note_and_lines()
    {
        var message = Order(
            """{"catalog_id":"194000000000009","text":"No nuts","product_items":[{"product_retailer_id":"SKU-77","quantity":2,"item_price":19.5,"currency":"EUR"}]}""");

        Assert.Equal("message.order", message.Type);
        Assert.Equal("194000000000009", message.CatalogId);
        Assert.Equal("No nuts", message.Text);
        Assert.Equal([new ProductItem { ProductRetailerId = "SKU-77", Quantity = 2, Price = 19.5m, Currency = "EUR" }], message.ProductItems);
        Assert.Empty(message.UnreadMembers());
    }

    [Theory]
    [InlineData("7.99", "7.99")]
    [InlineData("\"7.99\"", "7.99")]
    [InlineData("8", "8")]
    [InlineData("0.1", "0.1")]
    [InlineData("\"8,50\"", null)]
    [InlineData("null", null)]
    public void A_price_may_be_text_and_keeps_its_decimals(string written, string? price)
    {
        var item = Assert.Single(Order($$$"""{"product_items":[{"item_price":{{{written}}},"quantity":"3"}]}""").ProductItems);

        Assert.Equal(price, item.Price?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(3, item.Quantity);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"product_items":[]}""")]
    [InlineData("""{"product_items":[null,"SKU-77"]}""")]
    public void An_order_may_have_no_lines(string order) => Assert.Empty(Order(order).ProductItems);

    private static OrderMessage Order(string order) =>
        Notification.Message<OrderMessage>($$"""{"id":"wamid.1","type":"order","order":{{order}}}""");
}
