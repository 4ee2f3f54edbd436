namespace WebhookReceiver.WhatsApp.Tests;

public sealed class EditMessageTests
{
    [Fact]
    public void An_edit_has_the_message_as_it_reads_now()
    {
        var message = Edit("""{"original_message_id":"wamid.0","message":{"context":{"id":"M0"},"type":"text","text":{"body":"The green one"}}}""");

        var content = Assert.IsType<TextMessage>(message.NewContent);
        Assert.Equal("wamid.0", message.OriginalMessageId);
        Assert.Equal("The green one", content.Body);
        Assert.Equal("M0", content.Context?.MessageId);
        Assert.Empty(message.UnreadMembers());
    }

    [Fact]
    public void The_new_content_has_the_id_of_the_original_and_the_same_person_and_time()
    {
        var message = Edit("""{"original_message_id":"wamid.0","message":{"type":"image","image":{"id":"1","caption":"New"}}}""");

        var content = Assert.IsType<ImageMessage>(message.NewContent);
        Assert.Equal("New", content.Caption);
        Assert.Equal("wamid.0", content.MessageId);
        Assert.Equal(message.User, content.User);
        Assert.Equal(message.GroupId, content.GroupId);
        Assert.Equal(message.OccurredAt, content.OccurredAt);
        Assert.Equal(message.ConversationKey, content.ConversationKey);
        Assert.Equal("""{"type":"image","image":{"id":"1","caption":"New"}}""", Notification.RawText(content));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"message":"x"}""")]
    [InlineData("""{"message":[]}""")]
    public void An_edit_may_be_empty(string edit) => Assert.Null(Edit(edit).NewContent);

    [Fact]
    public void New_content_of_a_future_type_is_an_unknown_message() =>
        Assert.Equal("message.hologram", Assert.IsType<UnknownMessage>(Edit("""{"message":{"type":"hologram"}}""").NewContent).Type);

    [Fact]
    public void A_revocation_names_the_message_that_was_deleted()
    {
        var message = Notification.Message<RevokeMessage>("""{"id":"wamid.1","type":"revoke","revoke":{"original_message_id":"wamid.0"}}""");

        Assert.Equal("wamid.0", message.OriginalMessageId);
        Assert.Empty(message.UnreadMembers());
    }

    private static EditMessage Edit(string edit) => Notification.Message<EditMessage>(
        $$"""{"from":"15550100300","id":"wamid.1","group_id":"Z3JvdXAtMQ","timestamp":"1781000000","type":"edit","edit":{{edit}}}""");
}
