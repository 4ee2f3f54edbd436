namespace WebhookReceiver.WhatsApp.Tests;

public sealed class ReceivedErrorTests
{
    [Fact]
    public void Every_error_of_a_notification_is_an_event_of_its_own()
    {
        var events = Notification.Events(Notification.OfErrors("""{"code":130429}""", """{"code":131031}"""));

        Assert.Equal("130429, 131031", string.Join(", ", events.Cast<ReceivedError>().Select(received => received.Error.Code)));
        Assert.All(events, received => Assert.Equal("error", received.Type));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"too fast\"")]
    [InlineData("[]")]
    public void An_invalid_error_is_an_empty_one_with_its_JSON(string item)
    {
        var received = Assert.IsType<ReceivedError>(Notification.Event(Notification.OfErrors(item)));

        Assert.Equal(new WhatsAppError(), received.Error);
        Assert.Equal(item, Notification.RawText(received));
    }

    [Fact]
    public void An_error_concerns_no_user_and_no_conversation()
    {
        var received = Notification.Event(Notification.OfMembers(""" "contacts":[{"wa_id":"15550100300"}] """, """ "errors":[{"code":0}] """));

        Assert.Null(received.User);
        Assert.Null(received.ConversationKey);
    }
}
