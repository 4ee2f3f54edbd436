namespace WebhookReceiver.WhatsApp.Tests;

public sealed class ConversationsTests
{
    [Theory]
    [InlineData("""{"from":"+1 555-010-0300","from_user_id":"US.1"}""", "106000000000001:15550100300")]
    [InlineData("""{"from_user_id":"US.1","from_parent_user_id":"US.ENT.1"}""", "106000000000001:US.1")]
    [InlineData("""{"from":"US.1"}""", "106000000000001:US.1")]
    [InlineData("""{"from_parent_user_id":"US.ENT.1"}""", "106000000000001:US.ENT.1")]
    [InlineData("""{"from":"15550100300","group_id":"Z3JvdXAtMQ"}""", "106000000000001:Z3JvdXAtMQ")]
    [InlineData("""{"from":"","group_id":""}""", null)]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    public void A_conversation_is_business_number_and_user_or_group(string item, string? conversation) =>
        Assert.Equal(conversation, Notification.Event(Notification.OfMessages(item)).ConversationKey);

    [Fact]
    public void Without_a_business_number_there_is_no_conversation() =>
        Assert.Null(Notification.Event(Notification.OfValue($$"""{"messages":[{{Notification.Text()}}]}""")).ConversationKey);

    [Fact]
    public void Message_and_status_of_one_person_are_one_conversation()
    {
        var message = Notification.Event(Notification.OfMessages(Notification.Text(from: "15550100300")));
        var status = Notification.Event(Notification.OfStatuses(Notification.Status(recipient: "15550100300")));

        Assert.Equal(message.ConversationKey, status.ConversationKey);
    }

    [Fact]
    public void The_business_number_may_come_from_the_configuration()
    {
        var body = System.Text.Encoding.UTF8.GetBytes(Notification.OfValue($$"""{"messages":[{{Notification.Text()}}]}"""));

        var message = Assert.Single(WhatsAppPayload.Read(body, "106000000000009"));

        Assert.Equal("106000000000009", message.PhoneNumberId);
        Assert.Equal("106000000000009:15550100300", message.ConversationKey);
    }
}
