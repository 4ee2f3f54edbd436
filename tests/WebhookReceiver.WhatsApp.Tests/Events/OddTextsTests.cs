namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Texts and ids of any kind pass through unchanged, and an event in a log line shows none of them.</summary>
public sealed class OddTextsTests
{
    [Theory]
    [Trait("row", "X10")]
    [InlineData("\\r\\nInjected: line", "\r\nInjected: line")]
    [InlineData("\\u001b[31m", "\u001b[31m")]
    [InlineData("\\u202egnp.exe", "\u202egnp.exe")]
    [InlineData("a\\u0000b", "a\0b")]
    [InlineData("'; DROP TABLE users; --", "'; DROP TABLE users; --")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("{{7*7}} ${jndi:x} %s {0}", "{{7*7}} ${jndi:x} %s {0}")]
    public void A_text_stays_as_it_is_written(string written, string text)
    {
        var received = Notification.Message<TextMessage>(Notification.Text(body: written));

        Assert.Equal(text, received.Body);
        Assert.DoesNotContain(text, received.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("row", "X10")]
    public void A_text_may_be_a_megabyte_long()
    {
        var text = new string('x', 1024 * 1024);

        Assert.Equal(text, Notification.Message<TextMessage>(Notification.Text(body: text)).Body);
    }

    [Theory]
    [Trait("row", "X11")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    public void An_id_of_any_length_has_a_key_of_one_length(int length)
    {
        var received = Notification.Message<TextMessage>(Notification.Text(id: new string('w', length)));

        Assert.Equal(32, received.Key.ToString().Length);
    }

    [Theory]
    [Trait("row", "X11")]
    [InlineData("../../etc/passwd")]
    [InlineData("C:\\\\con")]
    [InlineData("a/b?c#d")]
    public void An_id_that_looks_like_a_path_leaves_no_trace_in_the_key(string id) =>
        Assert.All(Notification.Message<TextMessage>(Notification.Text(id: id)).Key.ToString(), letter => Assert.True(char.IsAsciiHexDigitLower(letter)));
}
