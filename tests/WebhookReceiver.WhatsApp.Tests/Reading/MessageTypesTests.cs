namespace WebhookReceiver.WhatsApp.Tests;

public sealed class MessageTypesTests
{
    [Theory]
    [InlineData("text", typeof(TextMessage))]
    [InlineData("image", typeof(ImageMessage))]
    [InlineData("audio", typeof(AudioMessage))]
    [InlineData("video", typeof(VideoMessage))]
    [InlineData("document", typeof(DocumentMessage))]
    [InlineData("sticker", typeof(StickerMessage))]
    [InlineData("location", typeof(LocationMessage))]
    [InlineData("contacts", typeof(ContactsMessage))]
    [InlineData("button", typeof(ButtonMessage))]
    [InlineData("reaction", typeof(ReactionMessage))]
    [InlineData("unsupported", typeof(UnsupportedMessage))]
    [InlineData("order", typeof(OrderMessage))]
    [InlineData("system", typeof(SystemMessage))]
    [InlineData("edit", typeof(EditMessage))]
    [InlineData("revoke", typeof(RevokeMessage))]
    [InlineData("voice", typeof(AudioMessage))]
    public void Without_a_type_the_one_content_member_says_what_it_is(string member, Type type)
    {
        var message = Notification.Event(Notification.OfMessages($$"""{"from":"15550100300","id":"wamid.1","{{member}}":{},"context":{},"errors":[]}"""));

        Assert.IsType(type, message);
        Assert.Equal($"message.{member}", message.Type);
    }

    [Theory]
    [InlineData("""{"id":"wamid.1","text":{"body":"a"},"image":{"id":"1"}}""")]
    [InlineData("""{"id":"wamid.1","text":"a"}""")]
    [InlineData("""{"id":"wamid.1","text":null}""")]
    [InlineData("""{"id":"wamid.1","hologram":{}}""")]
    public void Two_content_members_or_none_do_not_say_it(string item) =>
        Assert.Equal("message.unknown", Notification.Message<UnknownMessage>(item).Type);

    [Theory]
    [InlineData("""{"id":"wamid.1","text":{"body":"a"},"image":null}""")]
    [InlineData("""{"id":"wamid.1","text":{"body":"b"},"text":{"body":"a"}}""")]
    [InlineData("""{"id":"wamid.1","text":{"body":"b"},"\u0074ext":{"body":"a"}}""")]
    [InlineData("""{"id":"wamid.1","\ud800":{"body":"b"},"te\u0078t":{"body":"a"}}""")]
    public void A_content_member_that_is_null_or_duplicated_does_not_count_as_a_second_one(string item) =>
        Assert.Equal("a", Notification.Message<TextMessage>(item).Body);

    [Fact]
    public void The_type_takes_precedence_over_the_content() =>
        Assert.Null(Notification.Message<ImageMessage>("""{"id":"wamid.1","type":"image","text":{"body":"a"}}""").MediaId);

    [Theory]
    [InlineData("TEXT")]
    [InlineData("Text")]
    public void Letter_case_does_not_matter(string type) =>
        Assert.Equal("message.text", Notification.Message<TextMessage>($$"""{"id":"wamid.1","type":"{{type}}"}""").Type);
}
