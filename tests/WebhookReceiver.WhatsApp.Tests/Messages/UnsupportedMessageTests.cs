namespace WebhookReceiver.WhatsApp.Tests;

public sealed class UnsupportedMessageTests
{
    [Fact]
    public void What_Meta_does_not_pass_on_says_what_it_was_and_why()
    {
        var message = Notification.Message<UnsupportedMessage>(
            """{"id":"wamid.1","type":"unsupported","errors":[{"code":131051,"title":"Message type unknown"}],"unsupported":{"type":"poll_creation"}}""");

        Assert.Equal("poll_creation", message.UnsupportedType);
        Assert.Equal(131051, Assert.Single(message.Errors).Code);
    }

    [Fact]
    public void The_content_of_another_type_does_not_change_what_it_is()
    {
        var message = Notification.Message<UnsupportedMessage>("""{"id":"wamid.1","type":"unsupported","text":{"body":"Hello"},"errors":{"code":"501"}}""");

        Assert.Null(message.UnsupportedType);
        Assert.Equal(501, Assert.Single(message.Errors).Code);
    }
}
