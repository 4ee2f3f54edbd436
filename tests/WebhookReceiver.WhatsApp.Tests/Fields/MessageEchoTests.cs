namespace WebhookReceiver.WhatsApp.Tests;

public sealed class MessageEchoTests
{
    private const string Item =
        """
        {"from":"15550100200","to":"15550100300","to_user_id":"US.1","to_parent_user_id":"US.ENT.1","id":"wamid.1","timestamp":"1781000000","type":"text",
         "text":{"body":"Ready"},"biz_opaque_callback_data":"trk-1"}
        """;

    [Theory]
    [InlineData("message_echoes")]
    [InlineData("smb_message_echoes")]
    public void An_echo_holds_what_the_business_sent_and_concerns_the_recipient(string field)
    {
        var echo = FieldNotification.Event<MessageEcho>(field, "message_echoes", Item);

        Assert.Equal(field, echo.Type);
        Assert.Equal("wamid.1", echo.MessageId);
        Assert.Equal("15550100200", echo.From);
        Assert.Equal("trk-1", echo.OpaqueCallbackData);
        Assert.Equal(new WhatsAppUser { PhoneNumber = "15550100300", UserId = "US.1", ParentUserId = "US.ENT.1" }, echo.User);
        Assert.Equal($"{Notification.PhoneNumberId}:15550100300", echo.ConversationKey);
        Assert.Equal("Ready", Assert.IsType<TextMessage>(echo.Message).Body);
        Assert.Equal(echo.User, echo.Message?.User);
        Assert.Equal(echo.ConversationKey, echo.Message?.ConversationKey);
        Assert.Empty(echo.UnreadMembers());
    }

    [Fact]
    public void The_only_contact_is_the_recipient()
    {
        var echo = Assert.IsType<MessageEcho>(Notification.Event(FieldNotification.OfMembers(
            "smb_message_echoes",
            """ "contacts":[{"profile":{"name":"Sam"},"user_id":"US.1"}],"message_echoes":[{"from":"15550100200","id":"wamid.1","type":"text"}] """)));

        Assert.Equal(new WhatsAppUser { UserId = "US.1", Name = "Sam" }, echo.User);
    }

    [Fact]
    public void An_echo_to_a_group_belongs_to_the_conversation_of_the_group() => Assert.Equal(
        $"{Notification.PhoneNumberId}:g",
        FieldNotification.Event("message_echoes", "message_echoes", """{"id":"wamid.1","to":"15550100300","group_id":"g"}""").ConversationKey);

    [Fact]
    public void Each_message_is_an_event_of_its_own() => FieldNotification.AssertAllDiffer(
        "smb_message_echoes", "message_echoes", Item, Item.Replace("wamid.1", "wamid.2", StringComparison.Ordinal), """{"to":"1"}""");

    [Fact]
    public void An_echo_has_another_key_than_the_message_and_than_that_of_the_other_field()
    {
        EventKey[] keys =
        [
            Notification.Event(Notification.OfMessages(Item)).Key,
            FieldNotification.Event("message_echoes", "message_echoes", Item).Key,
            FieldNotification.Event("smb_message_echoes", "message_echoes", Item).Key,
        ];

        Assert.Equal(3, keys.Distinct().Count());
    }

    [Fact]
    public void The_same_message_under_either_name_of_the_list_is_one_event() => Assert.Equal(
        FieldNotification.Event("message_echoes", "message_echoes", Item).Key,
        FieldNotification.Event("message_echoes", "messages", Item).Key);
}
