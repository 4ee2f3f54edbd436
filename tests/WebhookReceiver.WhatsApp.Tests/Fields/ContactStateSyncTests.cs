namespace WebhookReceiver.WhatsApp.Tests;

public sealed class ContactStateSyncTests
{
    [Fact]
    public void A_contact_has_the_names_that_the_business_gave()
    {
        var contact = FieldNotification.Event<ContactStateSync>(
            "smb_app_state_sync",
            "state_sync",
            """
            {"type":"contact","action":"add","contact":{"full_name":"Sam Example","first_name":"Sam","phone_number":"+15550100300","user_id":"US.1",
             "parent_user_id":"US.ENT.1","username":"sam"},"metadata":{"timestamp":"1781000000","version":2}}
            """);

        Assert.Equal("smb_app_state_sync", contact.Type);
        Assert.Equal("contact", contact.StateType);
        Assert.Equal("add", contact.Action);
        Assert.Equal("Sam Example", contact.FullName);
        Assert.Equal("Sam", contact.FirstName);
        Assert.Equal(2, contact.Version);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1781000000), contact.OccurredAt);
        Assert.Equal(new WhatsAppUser { PhoneNumber = "+15550100300", UserId = "US.1", ParentUserId = "US.ENT.1", Username = "sam" }, contact.User);
        Assert.Equal($"{Notification.PhoneNumberId}:15550100300", contact.ConversationKey);
        Assert.Empty(contact.UnreadMembers());
    }

    [Fact]
    public void Each_change_of_each_contact_is_an_event_of_its_own() => FieldNotification.AssertAllDiffer(
        "smb_app_state_sync",
        "state_sync",
        """{"action":"add","contact":{"phone_number":"1"},"metadata":{"timestamp":"1"}}""",
        """{"action":"add","contact":{"phone_number":"1"},"metadata":{"timestamp":"2"}}""",
        """{"action":"remove","contact":{"phone_number":"1"},"metadata":{"timestamp":"1"}}""",
        """{"action":"add","contact":{"phone_number":"2"},"metadata":{"timestamp":"1"}}""",
        """{"action":"add","contact":{"user_id":"US.1"},"metadata":{"timestamp":"1"}}""",
        """{"action":"add","metadata":{"timestamp":"1"}}""");

    [Fact]
    public void A_number_is_the_same_with_and_without_a_plus_sign() => FieldNotification.AssertSame(
        "smb_app_state_sync",
        "state_sync",
        """{"action":"add","contact":{"phone_number":"+1 5"},"metadata":{"timestamp":"1"}}""",
        """{"action":"add","contact":{"phone_number":"15"},"metadata":{"timestamp":1}}""");
}
