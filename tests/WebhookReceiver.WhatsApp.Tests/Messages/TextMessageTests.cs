namespace WebhookReceiver.WhatsApp.Tests;

public sealed class TextMessageTests
{
    [Fact]
    public void What_all_messages_have_in_common_is_read()
    {
        var message = Notification.Message<TextMessage>(
            """{"from":"15550100300","group_id":"Z3JvdXAtMQ","id":"wamid.1","timestamp":"1781000000","type":"text","text":{"body":"Hello"}}""");

        Assert.Equal("Hello", message.Body);
        Assert.Equal("text", message.MessageType);
        Assert.Equal("wamid.1", message.MessageId);
        Assert.Equal("Z3JvdXAtMQ", message.GroupId);
        Assert.Equal("15550100200", message.DisplayPhoneNumber);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1781000000), message.OccurredAt);
        Assert.Null(message.Context);
        Assert.Null(message.Referral);
        Assert.Null(message.Identity);
        Assert.Empty(message.Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*bold* _and_ ~gone~")]
    [InlineData("👨‍👩‍👧")]
    [InlineData("'; DROP TABLE events; -- <script>{{7*7}}</script>")]
    public void A_text_is_kept_as_written(string body)
    {
        var message = Notification.Message<TextMessage>(Notification.Text(body: body));

        Assert.Equal(body, message.Body);
    }

    [Theory]
    [InlineData("""caf\u00e9 \ud83d\ude00 a\/b""", "café 😀 a/b")]
    [InlineData("""a\r\n\u001b[31mred\u0000""", "a\r\n\u001b[31mred\0")]
    [InlineData("""\u202eevil\u2028""", "\u202eevil\u2028")]
    [InlineData("""\"quoted\" \\""", "\"quoted\" \\")]
    public void Escapes_are_resolved_and_control_characters_stay(string escaped, string body)
    {
        var message = Notification.Message<TextMessage>(Notification.Text(body: escaped));

        Assert.Equal(body, message.Body);
    }

    [Fact]
    public void A_text_of_a_megabyte_is_a_text()
    {
        var body = new string('x', 1024 * 1024);

        var message = Notification.Message<TextMessage>(Notification.Text(body: body));

        Assert.Equal(body, message.Body);
    }

    [Fact]
    public void A_text_without_its_content_has_no_body()
    {
        var message = Notification.Message<TextMessage>("""{"from":"15550100300","id":"wamid.1","type":"text"}""");

        Assert.Null(message.Body);
    }

    [Fact]
    public void An_event_in_a_log_line_shows_nothing_that_a_person_wrote()
    {
        var message = Notification.Message<TextMessage>(Notification.Text(body: "my secret"));

        Assert.Equal($"message.text {message.Key}", message.ToString());
        Assert.Equal("WhatsAppUser", message.User?.ToString());
    }
}
