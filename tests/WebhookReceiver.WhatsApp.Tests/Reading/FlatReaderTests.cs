using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class FlatReaderTests
{
    [Theory]
    [InlineData("unknown", "message.unsupported", "message.unknown")]
    [InlineData("ephemeral", "message.unsupported", "message.ephemeral")]
    [InlineData("unsupported", "message.unsupported", "message.unsupported")]
    [InlineData("voice", "message.audio", "message.voice")]
    [InlineData("audio", "message.audio", "message.audio")]
    public void Older_words_are_translated_to_the_Cloud_APIs_and_kept_in_the_envelope(string word, string flat, string inEnvelope)
    {
        var item = $$"""{"id":"41","type":"{{word}}"}""";

        Assert.Equal(flat, Flat($$"""{"messages":[{{item}}]}""").Type);
        Assert.Equal(inEnvelope, Notification.Event(Notification.OfMessages(item)).Type);
    }

    [Fact]
    public void The_older_words_have_the_same_types()
    {
        Assert.IsType<UnsupportedMessage>(Notification.Event(Notification.OfMessages("""{"id":"41","type":"unknown"}""")));
        Assert.IsType<UnsupportedMessage>(Flat("""{"messages":[{"id":"41","type":"ephemeral"}]}"""));
    }

    [Fact]
    public void A_message_of_type_voice_is_a_recorded_audio_message()
    {
        var message = Assert.IsType<AudioMessage>(Flat(
            """{"messages":[{"id":"41","type":"voice","voice":{"id":"m-1","file":"/usr/local/wamedia/shared/inv","link":"https://media.example/1","filename":"a.ogg"}}]}"""));

        Assert.True(message.IsVoice);
        Assert.Equal("m-1", message.MediaId);
        Assert.Equal("/usr/local/wamedia/shared/inv", message.LocalPath);
        Assert.Equal("https://media.example/1", message.Link);
        Assert.Equal("a.ogg", message.FileName);
    }

    [Fact]
    public void An_error_without_a_message_uses_its_title()
    {
        var received = Assert.IsType<ReceivedError>(Flat("""{"errors":[{"code":1014,"title":"Internal error","details":"Not reachable"}]}"""));

        Assert.Equal(new WhatsAppError { Code = 1014, Title = "Internal error", Message = "Internal error", Details = "Not reachable" }, received.Error);
    }

    [Fact]
    public void The_recipient_as_addressed_is_used_when_there_is_no_other()
    {
        var status = Assert.IsType<MessageStatus>(Flat(
            """{"statuses":[{"id":"1","status":"sent","message":{"recipient_id":"+15550100300"},"conversation":{"expiration_timestamp":1640086440}}]}"""));

        Assert.Equal("15550100300", status.User?.PhoneNumber);
        Assert.Equal("+15550100300", status.AddressedTo);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1640086440), status.Conversation?.ExpiresAt);
    }

    [Fact]
    public void A_partner_event_has_its_data_as_JSON()
    {
        var received = Partner("""{"id":"evt-1","event":"channel_live","data":{"id":"ch-1"}}""");

        Assert.Equal("partner.channel_live", received.Type);
        Assert.Equal("evt-1", received.EventId);
        Assert.Equal("channel_live", received.Event);
        Assert.Equal("""{"id":"ch-1"}""", Encoding.UTF8.GetString(received.Data.Span));
        Assert.Empty(received.UnreadMembers());
    }

    [Fact]
    public void A_partner_event_is_identified_by_its_id()
    {
        var received = Partner("""{"id":"evt-1","event":"channel_live","data":{"id":"ch-1"}}""");

        Assert.Equal(received.Key, Partner("""{"data":{"id":"ch-1","name":"x"},"event":"channel_live","id":"evt-1"}""").Key);
        Assert.NotEqual(received.Key, Partner("""{"id":"evt-2","event":"channel_live","data":{"id":"ch-1"}}""").Key);
    }

    [Fact]
    public void Without_an_id_a_partner_event_is_identified_by_its_text() =>
        Assert.NotEqual(Partner("""{"event":"channel_live","data":1}""").Key, Partner("""{"event":"channel_live","data":2}""").Key);

    private static PartnerEvent Partner(string body) => Assert.IsType<PartnerEvent>(Flat(body));

    private static WhatsAppEvent Flat(string body) => Notification.Event(body);
}
