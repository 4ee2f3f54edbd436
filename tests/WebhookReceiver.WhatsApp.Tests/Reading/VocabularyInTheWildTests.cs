namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Words and shapes that are on none of Meta's pages but have been seen.</summary>
public sealed class VocabularyInTheWildTests
{
    [Fact]
    public void A_new_group_lists_the_people_it_was_created_with()
    {
        var received = Assert.IsType<GroupLifecycleUpdate>(Notification.Event(Notification.OfValue(
            """{"groups":[{"type":"group_create","group_id":"g-1","request_id":"r-1","added_participants":[{"input":"+15550100300","wa_id":"15550100300"}]}]}""",
            "group_lifecycle_update")));

        var added = Assert.Single(received.AddedParticipants);
        Assert.Equal(("+15550100300", "15550100300"), (added.Input, added.User?.PhoneNumber));
        Assert.Empty(received.UnreadMembers());
    }

    [Theory]
    [InlineData("partner_solutions", "PARTNER_APP_INSTALLED")]
    [InlineData("PARTNER_APP_INSTALLED", "PARTNER_APP_INSTALLED")]
    [InlineData("field_of_tomorrow", "PARTNER_APP_UNINSTALLED")]
    [InlineData("account_update", "PARTNER_APP_UNINSTALLED")]
    public void A_partners_app_is_recognised_by_its_content_whatever_the_field_is_called(string field, string word)
    {
        var received = Assert.IsType<AccountUpdate>(Notification.Event(Notification.OfValue(
            $$$"""{"event":"{{{word}}}","waba_info":{"waba_id":"102000000000009","partner_app_id":"3"}}""", field)));

        Assert.Equal((field, word, "102000000000009"), (received.Type, received.Event, received.WabaId));
    }

    [Fact]
    public void Statuses_in_a_field_of_their_own_are_the_same_statuses()
    {
        var value = $$"""{"metadata":{"phone_number_id":"106000000000001"},"statuses":[{{Notification.Status()}}]}""";

        var received = Assert.IsType<MessageStatus>(Notification.Event(Notification.OfValue(value, "status")));

        Assert.Equal(Notification.Event(Notification.OfValue(value)).Key, received.Key);
        Assert.Equal("status.read", received.Type);
        Assert.Equal("status", Assert.IsType<UnknownChange>(Notification.Event(Notification.OfValue("""{"state":"up"}""", "status"))).Type);
    }

    [Fact]
    public void A_business_scoped_id_is_read_under_its_short_names()
    {
        var message = Notification.Event(Notification.OfMessages("""{"from_bsuid":"US.1","id":"wamid.1","type":"text","text":{"body":"x"}}"""));
        var status = Notification.StatusOf("""{"id":"wamid.1","status":"read","business_scoped_user_id":"US.1"}""");

        Assert.Equal(("US.1", "US.1"), (message.User?.UserId, status.User?.UserId));
        Assert.Equal(message.ConversationKey, status.ConversationKey);
        Assert.Empty(message.UnreadMembers());
    }

    [Fact]
    public void An_error_code_that_is_on_no_page_is_known() => Assert.NotNull(ErrorCodes.Find(12455));

    [Theory]
    [InlineData("""{"id":"wacid.1","event":"call_created","direction":"BUSINESS_INITIATED","from":"15550100300","to":"+1 555 010 0200","to_user_id":"US.1"}""")]
    [InlineData("""{"id":"wacid.1","event":"connect","direction":"BUSINESS_INITIATED","from":"15550100200","from_user_id":"US.1","to":"15550100300"}""")]
    [InlineData("""{"id":"wacid.1","event":"connect","direction":"USER_INITIATED","from":"15550100300","to":"15550100200","to_user_id":"US.1"}""")]
    public void The_side_of_a_call_with_the_number_of_the_business_is_the_business_whatever_ids_it_has(string call)
    {
        var received = Notification.Event(Notification.OfValue(
            $$$"""{"metadata":{"display_phone_number":"15550100200","phone_number_id":"106000000000001"},"calls":[{{{call}}}]}""", "calls"));

        Assert.Equal(("106000000000001:15550100300", "US.1"), (received.ConversationKey, received.User?.UserId));
    }

    [Fact]
    public void A_user_without_a_number_is_found_on_the_side_of_the_business_too()
    {
        var received = Notification.Event(Notification.OfValue(
            """{"metadata":{"display_phone_number":"15550100200","phone_number_id":"106000000000001"},"calls":[{"id":"wacid.1","event":"call_created","direction":"BUSINESS_INITIATED","to":"15550100200","to_user_id":"US.1"}]}""",
            "calls"));

        Assert.Equal("106000000000001:US.1", received.ConversationKey);
    }
}
