namespace WebhookReceiver.WhatsApp.Tests;

public sealed class StatusConversationTests
{
    [Theory]
    [InlineData("\"1781086700\"")]
    [InlineData("1781086700")]
    public void The_window_has_id_and_end_and_category(string end)
    {
        var status = Notification.StatusWith(
            $$$"""
            "conversation":{"id":"c0ffee","expiration_timestamp":{{{end}}},"origin":{"type":"authentication_international"}}
            """);

        Assert.Equal(
            new StatusConversation { Id = "c0ffee", ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(1781086700), OriginType = "authentication_international" },
            status.Conversation);
    }

    [Fact]
    public void A_window_may_be_empty() => Assert.Equal(new StatusConversation(), Notification.StatusWith(""" "conversation":{} """).Conversation);

    [Fact]
    public void An_invalid_window_reads_as_missing() => Assert.Null(Notification.StatusWith(""" "conversation":"c0ffee" """).Conversation);
}
