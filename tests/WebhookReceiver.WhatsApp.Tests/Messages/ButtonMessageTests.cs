namespace WebhookReceiver.WhatsApp.Tests;

public sealed class ButtonMessageTests
{
    [Fact]
    public void A_button_of_a_template_has_text_and_payload()
    {
        var message = Notification.Message<ButtonMessage>("""{"id":"wamid.1","type":"button","button":{"payload":"UNSUBSCRIBE","text":"Stop offers"}}""");

        Assert.Equal("Stop offers", message.Text);
        Assert.Equal("UNSUBSCRIBE", message.Payload);
    }

    [Theory]
    [InlineData("""{"text":"Stop offers","payload":null}""")]
    [InlineData("""{"text":"Stop offers"}""")]
    public void A_button_may_have_no_payload(string button)
    {
        var message = Notification.Message<ButtonMessage>($$"""{"id":"wamid.1","type":"button","button":{{button}}}""");

        Assert.Equal("Stop offers", message.Text);
        Assert.Null(message.Payload);
    }
}
