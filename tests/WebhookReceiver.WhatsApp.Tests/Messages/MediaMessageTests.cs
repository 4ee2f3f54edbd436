namespace WebhookReceiver.WhatsApp.Tests;

public sealed class MediaMessageTests
{
    private const string Members =
        """ "id":"1400000000000001","mime_type":"image/jpeg; q=1","sha256":"AAEC","caption":"Look","url":"https://media.example/1" """;

    [Fact]
    public void An_image_has_the_members_of_a_file() => AssertFile(Notification.Message<ImageMessage>(Item("image")));

    [Fact]
    public void A_video_has_the_members_of_a_file() => AssertFile(Notification.Message<VideoMessage>(Item("video")));

    [Fact]
    public void An_audio_message_has_the_members_of_a_file() => AssertFile(Notification.Message<AudioMessage>(Item("audio")));

    [Fact]
    public void A_document_has_the_members_of_a_file() => AssertFile(Notification.Message<DocumentMessage>(Item("document")));

    [Fact]
    public void A_sticker_has_the_members_of_a_file() => AssertFile(Notification.Message<StickerMessage>(Item("sticker")));

    [Theory]
    [InlineData("""{"voice":true}""", true)]
    [InlineData("""{"voice":"true"}""", true)]
    [InlineData("""{"voice":1}""", true)]
    [InlineData("""{"voice":false}""", false)]
    [InlineData("""{"voice":null}""", false)]
    [InlineData("{}", false)]
    public void An_audio_message_is_a_voice_note_when_Meta_says_so(string audio, bool isVoice)
    {
        var message = Notification.Message<AudioMessage>($$"""{"id":"wamid.1","type":"audio","audio":{{audio}}}""");

        Assert.Equal(isVoice, message.IsVoice);
    }

    [Theory]
    [InlineData("""{"animated":true}""", true)]
    [InlineData("""{"animated":false}""", false)]
    [InlineData("{}", false)]
    public void A_sticker_is_animated_when_Meta_says_so(string sticker, bool isAnimated)
    {
        var message = Notification.Message<StickerMessage>($$"""{"id":"wamid.1","type":"sticker","sticker":{{sticker}}}""");

        Assert.Equal(isAnimated, message.IsAnimated);
    }

    [Theory]
    [InlineData("invoice 12.pdf")]
    [InlineData("../../etc/passwd")]
    [InlineData("CON")]
    public void The_name_of_a_document_is_kept_as_it_came(string name)
    {
        var message = Notification.Message<DocumentMessage>($$$"""{"id":"wamid.1","type":"document","document":{"filename":"{{{name}}}"}}""");

        Assert.Equal(name, message.FileName);
    }

    [Fact]
    public void A_file_without_content_has_no_members()
    {
        var message = Notification.Message<DocumentMessage>("""{"id":"wamid.1","type":"document"}""");

        Assert.Null(message.MediaId);
        Assert.Null(message.MimeType);
        Assert.Null(message.Sha256);
        Assert.Null(message.Caption);
        Assert.Null(message.Url);
        Assert.Null(message.FileName);
    }

    private static string Item(string type) => $$$"""{"id":"wamid.1","type":"{{{type}}}","{{{type}}}":{{{{Members}}}}}""";

    private static void AssertFile(MediaMessage message)
    {
        Assert.Equal("1400000000000001", message.MediaId);
        Assert.Equal("image/jpeg; q=1", message.MimeType);
        Assert.Equal("AAEC", message.Sha256);
        Assert.Equal("Look", message.Caption);
        Assert.Equal("https://media.example/1", message.Url);
    }
}
