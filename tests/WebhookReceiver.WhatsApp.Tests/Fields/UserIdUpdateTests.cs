namespace WebhookReceiver.WhatsApp.Tests;

public sealed class UserIdUpdateTests
{
    [Fact]
    public void The_user_has_the_current_ids()
    {
        var update = Read(
            """
            {"wa_id":"15550100300","detail":"Text","user_id":{"previous":"US.1","current":"US.2"},"parent_user_id":{"previous":"US.ENT.1","current":"US.ENT.2"},
             "timestamp":"1781000000"}
            """);

        Assert.Equal("user_id_update", update.Type);
        Assert.Equal("Text", update.Detail);
        Assert.Equal("US.1", update.PreviousUserId);
        Assert.Equal("US.2", update.CurrentUserId);
        Assert.Equal("US.ENT.1", update.PreviousParentUserId);
        Assert.Equal("US.ENT.2", update.CurrentParentUserId);
        Assert.Equal(new WhatsAppUser { PhoneNumber = "15550100300", UserId = "US.2", ParentUserId = "US.ENT.2" }, update.User);
        Assert.Equal($"{Notification.PhoneNumberId}:15550100300", update.ConversationKey);
        Assert.Empty(update.UnreadMembers());
    }

    [Fact]
    public void An_id_that_is_plain_text_is_the_current_one()
    {
        var update = Read("""{"user_id":"US.2"}""");

        Assert.Equal("US.2", update.CurrentUserId);
        Assert.Null(update.PreviousUserId);
    }

    [Fact]
    public void Each_pair_of_ids_and_time_is_an_event_of_its_own() => FieldNotification.AssertAllDiffer(
        "user_id_update",
        "user_id_update",
        """{"user_id":{"previous":"US.1","current":"US.2"},"timestamp":"1"}""",
        """{"user_id":{"previous":"US.1","current":"US.3"},"timestamp":"1"}""",
        """{"user_id":{"previous":"US.0","current":"US.2"},"timestamp":"1"}""",
        """{"user_id":{"previous":"US.1","current":"US.2"},"timestamp":"2"}""",
        """{"parent_user_id":{"previous":"US.ENT.1","current":"US.ENT.2"},"timestamp":"1"}""",
        """{"wa_id":"15550100300","timestamp":"1"}""");

    private static UserIdUpdate Read(string item) => FieldNotification.Event<UserIdUpdate>("user_id_update", "user_id_update", item);
}
