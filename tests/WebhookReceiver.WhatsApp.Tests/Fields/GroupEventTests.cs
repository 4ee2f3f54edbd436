namespace WebhookReceiver.WhatsApp.Tests;

public sealed class GroupEventTests
{
    private const string Errors = """[{"code":131201,"title":"t"}]""";

    private static readonly WhatsAppError Error = new() { Code = 131201, Title = "t", Message = "t" };

    [Fact]
    public void A_new_group_is_described()
    {
        var group = FieldNotification.Event<GroupLifecycleUpdate>(
            "group_lifecycle_update",
            "groups",
            """
            {"timestamp":1781000000,"group_id":"g","type":"group_create","request_id":"r","subject":"Friends","description":"Of bread","invite_link":"https://chat.example/1",
             "join_approval_mode":"auto_approve"}
            """);

        Assert.Equal("group_lifecycle_update", group.Type);
        Assert.Equal("group_create", group.Event);
        Assert.Equal("g", group.GroupId);
        Assert.Equal("r", group.RequestId);
        Assert.Equal("Friends", group.Subject);
        Assert.Equal("Of bread", group.Description);
        Assert.Equal("https://chat.example/1", group.InviteLink);
        Assert.Equal("auto_approve", group.JoinApprovalMode);
        Assert.Equal($"{Notification.PhoneNumberId}:g", group.ConversationKey);
        Assert.Empty(group.Errors);
        Assert.Empty(group.UnreadMembers());
    }

    [Fact]
    public void A_group_that_could_not_be_created_has_no_id_but_errors()
    {
        var group = FieldNotification.Event<GroupLifecycleUpdate>(
            "group_lifecycle_update", "groups", $$"""{"timestamp":"1","type":"group_create","request_id":"r","errors":{{Errors}}}""");

        Assert.Null(group.GroupId);
        Assert.Null(group.ConversationKey);
        Assert.Equal([Error], group.Errors);
    }

    [Fact]
    public void Participants_are_added_and_removed_and_fail()
    {
        var update = FieldNotification.Event<GroupParticipantsUpdate>(
            "group_participants_update",
            "groups",
            $$"""
            {"timestamp":"1","group_id":"g","type":"group_participants_remove","reason":"invite_link","initiated_by":"business",
             "added_participants":[{"wa_id":"15550100300","input":"+15550100300","user_id":"US.1","parent_user_id":"US.ENT.1","username":"sam"}],
             "removed_participants":[{"user_id":"US.2"},7],"failed_participants":[{"input":"15550100301","errors":{{Errors}}}]}
            """);

        var added = Assert.Single(update.AddedParticipants);
        var failed = Assert.Single(update.FailedParticipants);
        Assert.Equal(new WhatsAppUser { PhoneNumber = "15550100300", UserId = "US.1", ParentUserId = "US.ENT.1", Username = "sam" }, added.User);
        Assert.Equal("+15550100300", added.Input);
        Assert.Equal("US.2", Assert.Single(update.RemovedParticipants).User?.UserId);
        Assert.Equal("15550100301", failed.Input);
        Assert.Null(failed.User);
        Assert.Equal([Error], failed.Errors);
        Assert.Equal("invite_link", update.Reason);
        Assert.Equal("business", update.InitiatedBy);
        Assert.Null(update.User);
    }

    [Fact]
    public void The_person_asking_to_join_is_the_user_and_the_conversation_is_the_groups()
    {
        var update = FieldNotification.Event<GroupParticipantsUpdate>(
            "group_participants_update",
            "groups",
            """
            {"timestamp":"1","group_id":"g","type":"group_join_request_created","join_request_id":"j","wa_id":"15550100300","input":"15550100300","user_id":"US.1",
             "parent_user_id":"US.ENT.1","username":"sam"}
            """);

        Assert.Equal("j", update.JoinRequestId);
        Assert.Equal("15550100300", update.Input);
        Assert.Equal(new WhatsAppUser { PhoneNumber = "15550100300", UserId = "US.1", ParentUserId = "US.ENT.1", Username = "sam" }, update.User);
        Assert.Equal($"{Notification.PhoneNumberId}:g", update.ConversationKey);
        Assert.Empty(update.UnreadMembers());
    }

    [Fact]
    public void Each_setting_succeeds_or_fails_separately()
    {
        var update = FieldNotification.Event<GroupSettingsUpdate>(
            "group_settings_update",
            "groups",
            $$"""
            {"timestamp":"1","group_id":"g","type":"group_settings_update","request_id":"r","group_subject":{"text":"Regulars","update_successful":true},
             "group_description":{"text":"Of bread","update_successful":"false","errors":{{Errors}}},
             "profile_picture":{"mime_type":"image/jpeg","sha256":"aGFzaA==","update_successful":false,"errors":{{Errors}}},"errors":{{Errors}}}
            """);

        Assert.Equal("Regulars", update.Subject?.Text);
        Assert.True(update.Subject?.IsUpdated);
        Assert.Equal("Of bread", update.Description?.Text);
        Assert.False(update.Description?.IsUpdated);
        Assert.Equal([Error], update.Description?.Errors);
        Assert.Equal("image/jpeg", update.ProfilePicture?.MimeType);
        Assert.Equal("aGFzaA==", update.ProfilePicture?.Sha256);
        Assert.False(update.ProfilePicture?.IsUpdated);
        Assert.Equal([Error], update.ProfilePicture?.Errors);
        Assert.Equal([Error], update.Errors);
        Assert.Empty(update.UnreadMembers());
    }

    [Fact]
    public void A_group_is_suspended() => Assert.Equal(
        "group_suspend",
        FieldNotification.Event<GroupStatusUpdate>("group_status_update", "groups", """{"timestamp":"1","group_id":"g","type":"group_suspend"}""").Event);

    [Theory]
    [InlineData("group_lifecycle_update")]
    [InlineData("group_participants_update")]
    [InlineData("group_settings_update")]
    [InlineData("group_status_update")]
    public void Each_request_and_group_and_time_is_an_event_of_its_own(string field) => FieldNotification.AssertAllDiffer(
        field,
        "groups",
        """{"timestamp":"1","group_id":"g","type":"a"}""",
        """{"timestamp":"1","group_id":"g","type":"b"}""",
        """{"timestamp":"2","group_id":"g","type":"a"}""",
        """{"timestamp":"1","group_id":"h","type":"a"}""",
        """{"timestamp":"1","group_id":"g","type":"a","request_id":"r"}""",
        """{"timestamp":"1","type":"a","request_id":"s"}""",
        """{"timestamp":"1","type":"a"}""");

    [Fact]
    public void Each_participant_is_an_event_of_its_own() => FieldNotification.AssertAllDiffer(
        "group_participants_update",
        "groups",
        """{"timestamp":"1","group_id":"g","type":"a","added_participants":[{"wa_id":"1"}]}""",
        """{"timestamp":"1","group_id":"g","type":"a","added_participants":[{"wa_id":"2"}]}""",
        """{"timestamp":"1","group_id":"g","type":"a","removed_participants":[{"wa_id":"1"}]}""",
        """{"timestamp":"1","group_id":"g","type":"a","failed_participants":[{"input":"1"}]}""",
        """{"timestamp":"1","group_id":"g","type":"a","join_request_id":"1"}""",
        """{"timestamp":"1","group_id":"g","type":"a","wa_id":"1"}""");

    [Fact]
    public void The_answer_to_a_request_is_one_event_whenever_it_comes() => FieldNotification.AssertSame(
        "group_settings_update",
        "groups",
        """{"timestamp":"1","group_id":"g","type":"group_settings_update","request_id":"r"}""",
        """{"timestamp":2,"group_id":"g","type":"group_settings_update","request_id":"r"}""");
}
