namespace WebhookReceiver.WhatsApp.Tests;

public sealed class HistoryChunkTests
{
    private const string Theirs = """{"from":"15550100300","id":"wamid.1","timestamp":"1781000000","type":"text","text":{"body":"Open?"},"history_context":{"status":"READ"}}""";

    private const string Ours =
        """{"from":"15550100200","to":"15550100300","to_user_id":"US.1","to_parent_user_id":"US.ENT.1","id":"wamid.2","timestamp":"1781000060","type":"media_placeholder"}""";

    [Fact]
    public void A_chunk_has_chats_of_messages_of_both_sides()
    {
        var chunk = Read(
            $$$"""
            {"metadata":{"phase":1,"chunk_order":"3","progress":45},"threads":[{"id":"15550100300",
             "context":{"wa_id":"15550100300","user_id":"US.1","parent_user_id":"US.ENT.1","username":"sam"},"messages":[{{{Theirs}}},{{{Ours}}}]}]}
            """);

        Assert.Equal("history", chunk.Type);
        Assert.Equal(1, chunk.Phase);
        Assert.Equal(3, chunk.ChunkOrder);
        Assert.Equal(45, chunk.Progress);
        Assert.False(chunk.IsDeclined);
        Assert.Null(chunk.ConversationKey);
        Assert.Empty(chunk.UnreadMembers());

        var thread = Assert.Single(chunk.Threads);
        Assert.Equal("15550100300", thread.Id);
        Assert.Equal(
            new WhatsAppUser { PhoneNumber = "15550100300", UserId = "US.1", ParentUserId = "US.ENT.1", Username = "sam", WaId = "15550100300" }, thread.User);

        var theirs = thread.Messages[0];
        Assert.Equal("Open?", Assert.IsType<TextMessage>(theirs.Message).Body);
        Assert.False(theirs.IsFromBusiness);
        Assert.Equal("15550100300", theirs.From);
        Assert.Null(theirs.To);
        Assert.Equal("READ", theirs.Status);

        var ours = thread.Messages[1];
        Assert.Equal("message.media_placeholder", ours.Message?.Type);
        Assert.True(ours.IsFromBusiness);
        Assert.Equal("15550100300", ours.To);

        Assert.All(thread.Messages, message => Assert.Equal(thread.User, message.Message?.User));
        Assert.All(thread.Messages, message => Assert.Equal($"{Notification.PhoneNumberId}:15550100300", message.Message?.ConversationKey));
    }

    [Theory]
    [InlineData("""{"from":"+1 555 010 0200"}""", true)]
    [InlineData("""{"to_user_id":"US.1"}""", true)]
    [InlineData("""{"from":"15550100300"}""", false)]
    [InlineData("""{"from":"15550100300","history_context":{"from_me":true}}""", true)]
    [InlineData("""{"from":"15550100200","history_context":{"from_me":false}}""", false)]
    public void The_business_is_recognised_by_the_apps_word_or_the_numbers(string message, bool expected) => Assert.Equal(
        expected, Read($$"""{"threads":[{"messages":[{{message}}]}]}""").Threads[0].Messages[0].IsFromBusiness);

    [Fact]
    public void A_business_that_shares_nothing_sends_errors()
    {
        var chunk = Read("""{"errors":[{"code":2593109,"title":"t"}]}""");

        Assert.True(chunk.IsDeclined);
        Assert.Empty(chunk.Threads);
        Assert.Equal(2593109, Assert.Single(chunk.Errors).Code);
    }

    [Fact]
    public void A_file_follows_with_the_id_of_its_message()
    {
        var media = FieldNotification.Event<HistoryMedia>(
            "history",
            "message_echoes",
            """{"from":"15550100200","to":"15550100300","id":"wamid.2","timestamp":"1781000060","type":"image","image":{"id":"860"}}""");

        Assert.Equal("wamid.2", media.MessageId);
        Assert.True(media.Message?.IsFromBusiness);
        Assert.Equal("860", Assert.IsType<ImageMessage>(media.Message?.Message).MediaId);
        Assert.Equal("15550100300", media.User?.PhoneNumber);
        Assert.Equal($"{Notification.PhoneNumberId}:15550100300", media.ConversationKey);
        Assert.Empty(media.UnreadMembers());
    }

    [Fact]
    public void Each_chunk_is_an_event_of_its_own() => FieldNotification.AssertAllDiffer(
        "history",
        "history",
        """{"metadata":{"phase":1,"chunk_order":1}}""",
        """{"metadata":{"phase":1,"chunk_order":2}}""",
        """{"metadata":{"phase":2,"chunk_order":1}}""",
        """{"metadata":{"phase":1,"chunk_order":1},"threads":[{"id":"1"}]}""",
        """{"errors":[{"code":2593109}]}""");

    [Fact]
    public void A_file_has_another_key_than_the_message_it_belongs_to()
    {
        const string Item = """{"from":"15550100300","id":"wamid.1","type":"image","image":{"id":"860"}}""";

        var media = FieldNotification.Event<HistoryMedia>("history", "messages", Item);

        Assert.NotEqual(Notification.Message<ImageMessage>(Item).Key, media.Key);
        Assert.Equal(Notification.Message<ImageMessage>(Item).Key, media.Message?.Message?.Key);
        FieldNotification.AssertAllDiffer("history", "messages", Item, Item.Replace("wamid.1", "wamid.2", StringComparison.Ordinal));
    }

    private static HistoryChunk Read(string item) => FieldNotification.Event<HistoryChunk>("history", "history", item);
}
