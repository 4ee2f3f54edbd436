namespace WebhookReceiver.WhatsApp.Tests;

public sealed class MessageStatusTests
{
    [Fact]
    public void A_status_names_message_and_state_and_recipient()
    {
        var status = Notification.StatusOf(
            """
            {"id":"wamid.1","status":"delivered","timestamp":"1781000000","recipient_id":"15550100300","recipient_user_id":"US.1","recipient_parent_user_id":"US.ENT.1",
             "biz_opaque_callback_data":"campaign=7;row=12"}
            """);

        Assert.Equal("status.delivered", status.Type);
        Assert.Equal("wamid.1", status.MessageId);
        Assert.Equal(DeliveryState.Delivered, status.State);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1781000000), status.OccurredAt);
        Assert.Equal(new WhatsAppUser { PhoneNumber = "15550100300", UserId = "US.1", ParentUserId = "US.ENT.1" }, status.User);
        Assert.Equal("campaign=7;row=12", status.OpaqueCallbackData);
        Assert.Null(status.RecipientType);
        Assert.Null(status.GroupId);
        Assert.Null(status.Conversation);
        Assert.Null(status.Pricing);
        Assert.Empty(status.Errors);
    }

    [Fact]
    public void In_a_group_the_user_is_the_member_concerned()
    {
        var status = Notification.StatusOf(
            """
            {"id":"wamid.1","status":"read","recipient_id":"Z3JvdXAtMQ","recipient_type":"group","recipient_participant_id":"15550100300",
             "recipient_participant_user_id":"US.1","recipient_participant_parent_user_id":"US.ENT.1"}
            """);

        Assert.Equal("group", status.RecipientType);
        Assert.Equal("Z3JvdXAtMQ", status.GroupId);
        Assert.Equal(new WhatsAppUser { PhoneNumber = "15550100300", UserId = "US.1", ParentUserId = "US.ENT.1" }, status.User);
        Assert.Equal($"{Notification.PhoneNumberId}:Z3JvdXAtMQ", status.ConversationKey);
    }

    [Fact]
    public void A_status_of_the_group_as_a_whole_concerns_no_user()
    {
        var status = Notification.StatusOf("""{"id":"wamid.1","status":"sent","recipient_id":"Z3JvdXAtMQ","recipient_type":"group"}""");

        Assert.Null(status.User);
        Assert.Equal($"{Notification.PhoneNumberId}:Z3JvdXAtMQ", status.ConversationKey);
    }

    [Theory]
    [InlineData("""{"recipient_id":"15550100300"}""")]
    [InlineData("""{"message":{"recipient_id":"15550100300"}}""")]
    [InlineData("""{"recipient_type":"group","recipient_participant_id":"15550100300"}""")]
    [InlineData("""{"recipient_type":"group","participant_recipient_id":"15550100300"}""")]
    public void The_recipient_is_found_wherever_Meta_writes_it(string item) =>
        Assert.Equal("15550100300", Notification.StatusOf(item).User?.PhoneNumber);

    [Theory]
    [InlineData("""{"recipient_parent_user_id":"US.ENT.1"}""")]
    [InlineData("""{"parent_recipient_user_id":"US.ENT.1"}""")]
    [InlineData("""{"recipient_type":"group","recipient_participant_parent_user_id":"US.ENT.1"}""")]
    public void The_parent_id_is_found_under_every_name(string item) =>
        Assert.Equal("US.ENT.1", Notification.StatusOf(item).User?.ParentUserId);

    [Fact]
    public void A_sent_status_may_have_errors()
    {
        var status = Notification.StatusWith(""" "errors":[{"code":470,"title":"Outside the window"}] """);

        Assert.Equal(DeliveryState.Sent, status.State);
        Assert.Equal(470, Assert.Single(status.Errors).Code);
    }

    [Theory]
    [InlineData("""{"id":"wamid.1","status":"failed"}""")]
    [InlineData("""{"id":"wamid.1","status":"failed","errors":[]}""")]
    [InlineData("""{"id":"wamid.1","status":"failed","errors":null}""")]
    public void A_failure_may_have_no_errors(string item)
    {
        var status = Notification.StatusOf(item);

        Assert.Equal(DeliveryState.Failed, status.State);
        Assert.Empty(status.Errors);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"read\"")]
    [InlineData("{}")]
    [InlineData("""{"status":""}""")]
    [InlineData("""{"status":7}""")]
    [InlineData("""{"status":"\udc00"}""")]
    public void Without_a_usable_word_the_state_is_unknown(string item)
    {
        var status = Notification.StatusOf(item);

        Assert.Equal(DeliveryState.Unknown, status.State);
        Assert.Equal("status.unknown", status.Type);
        Assert.Equal(item, Notification.RawText(status));
    }
}
