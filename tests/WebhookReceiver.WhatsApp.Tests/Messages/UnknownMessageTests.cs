namespace WebhookReceiver.WhatsApp.Tests;

[Trait("row", "X07")]
public sealed class UnknownMessageTests
{
    [Fact]
    public void A_future_type_keeps_its_name_and_its_JSON()
    {
        const string Item = """{"from":"15550100300","id":"wamid.1","timestamp":"1781000000","type":"hologram","hologram":{"depth":3},"context":{"id":"wamid.0"}}""";

        var message = Notification.Message<UnknownMessage>(Item);

        Assert.Equal("message.hologram", message.Type);
        Assert.Equal("wamid.1", message.MessageId);
        Assert.Equal("wamid.0", message.Context?.MessageId);
        Assert.Equal("15550100300", message.User?.PhoneNumber);
        Assert.Equal(Item, Notification.RawText(message));
    }

    [Theory]
    [InlineData("template")]
    [InlineData("hsm")]
    [InlineData("media_placeholder")]
    [InlineData("event")]
    [InlineData("pin")]
    [InlineData("poll")]
    public void A_type_without_a_record_of_its_own_is_an_unknown_message(string type)
    {
        var message = Notification.Message<UnknownMessage>($$"""{"id":"wamid.1","type":"{{type}}"}""");

        Assert.Equal(type, message.MessageType);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"hello\"")]
    [InlineData("7")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("[[]]")]
    [InlineData("{}")]
    [InlineData("""{"type":""}""")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":["text"]}""")]
    [InlineData("""{"type":"\ud800"}""")]
    public void An_invalid_message_is_an_unknown_message_with_its_JSON(string item)
    {
        var message = Notification.Message<UnknownMessage>(item);

        Assert.Equal("message.unknown", message.Type);
        Assert.Equal(item, Notification.RawText(message));
    }
}
