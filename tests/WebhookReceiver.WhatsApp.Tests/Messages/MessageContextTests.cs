namespace WebhookReceiver.WhatsApp.Tests;

public sealed class MessageContextTests
{
    [Fact]
    public void A_reply_names_message_and_author_and_product()
    {
        var context = Context(
            """{"from":"15550100200","id":"wamid.0","referred_product":{"catalog_id":"194000000000009","product_retailer_id":"SKU-77"}}""");

        Assert.Equal(
            new MessageContext { MessageId = "wamid.0", From = "15550100200", CatalogId = "194000000000009", ProductRetailerId = "SKU-77" },
            context);
    }

    [Theory]
    [InlineData("""{"forwarded":true}""", true, false)]
    [InlineData("""{"frequently_forwarded":true}""", false, true)]
    [InlineData("""{"forwarded":"true","frequently_forwarded":false}""", true, false)]
    [InlineData("""{"forwarded":false}""", false, false)]
    public void A_forwarded_message_refers_to_nothing(string context, bool isForwarded, bool isFrequentlyForwarded)
    {
        var read = Context(context);

        Assert.Equal(new MessageContext { IsForwarded = isForwarded, IsFrequentlyForwarded = isFrequentlyForwarded }, read);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"referred_product":{}}""")]
    [InlineData("""{"referred_product":null,"id":""}""")]
    public void A_context_may_be_empty(string context) => Assert.Equal(new MessageContext(), Context(context));

    [Theory]
    [InlineData("null")]
    [InlineData("\"wamid.0\"")]
    [InlineData("[]")]
    public void An_invalid_context_reads_as_missing(string context) => Assert.Null(Context(context));

    private static MessageContext? Context(string context) => Notification.TextWith($"\"context\":{context}").Context;
}
