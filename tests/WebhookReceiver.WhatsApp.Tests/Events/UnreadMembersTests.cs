namespace WebhookReceiver.WhatsApp.Tests.Events;

public sealed class UnreadMembersTests
{
    [Fact]
    public void A_message_lists_what_its_type_does_not_read()
    {
        var message = Notification.Message<TextMessage>(
            """{"from":"15550100300","id":"wamid.1","type":"text","text":{"body":"x","preview":true},"errors":[{"code":1,"hint":"h"}],"empty":[],"nothing":null}""");

        Assert.Equal(["text.preview", "errors[0].hint"], message.UnreadMembers());
    }

    [Fact]
    public void A_message_that_is_read_completely_lists_nothing()
    {
        var message = Notification.Message<TextMessage>("""{"from":"15550100300","id":"wamid.1","timestamp":"1781000000","type":"text","text":{"body":"x"}}""");

        Assert.Empty(message.UnreadMembers());
    }
}
