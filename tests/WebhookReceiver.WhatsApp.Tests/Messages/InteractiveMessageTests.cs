namespace WebhookReceiver.WhatsApp.Tests;

public sealed class InteractiveMessageTests
{
    [Fact]
    public void A_tapped_button_has_id_and_title()
    {
        var message = Interactive<ButtonReply>("""{"type":"button_reply","button_reply":{"id":"yes-1","title":"Yes"}}""");

        Assert.Equal("yes-1", message.Id);
        Assert.Equal("Yes", message.Title);
    }

    [Fact]
    public void A_chosen_row_has_id_and_title_and_description()
    {
        var message = Interactive<ListReply>("""{"type":"list_reply","list_reply":{"id":"slot-3","title":"Tue 10:00","description":"Room B"}}""");

        Assert.Equal("slot-3", message.Id);
        Assert.Equal("Tue 10:00", message.Title);
        Assert.Equal("Room B", message.Description);
    }

    [Fact]
    public void A_row_may_have_no_description() =>
        Assert.Null(Interactive<ListReply>("""{"type":"list_reply","list_reply":{"id":"slot-3","title":"Tue 10:00"}}""").Description);

    [Theory]
    [InlineData("""{"type":"interactive","button_reply":{"id":"yes-1"}}""")]
    [InlineData("""{"button_reply":{"id":"yes-1"}}""")]
    [InlineData("""{"type":"BUTTON_REPLY","button_reply":{"id":"yes-1"}}""")]
    public void The_member_that_is_present_decides_when_the_word_does_not(string interactive) =>
        Assert.Equal("yes-1", Interactive<ButtonReply>(interactive).Id);

    [Theory]
    [InlineData("nfm_reply", typeof(FlowReply))]
    [InlineData("call_permission_reply", typeof(CallPermissionReply))]
    [InlineData("payment_method", typeof(PaymentMethodReply))]
    [InlineData("payment_notification", typeof(PaymentNotification))]
    public void Word_or_member_says_what_kind_of_answer_it_is(string kind, Type type)
    {
        Assert.IsType(type, Interactive<InboundMessage>($$"""{"type":"{{kind}}"}"""));
        Assert.IsType(type, Interactive<InboundMessage>($$$"""{"type":"interactive","{{{kind}}}":{}}"""));
    }

    [Theory]
    [InlineData("""{"type":"hologram_reply","hologram_reply":{"id":"1"}}""")]
    [InlineData("""{}""")]
    [InlineData("null")]
    [InlineData("[]")]
    public void Another_kind_of_answer_is_an_unknown_message(string interactive)
    {
        var message = Interactive<UnknownMessage>(interactive);

        Assert.Equal("interactive", message.MessageType);
        Assert.Equal("message.interactive", message.Type);
        Assert.Contains($"\"interactive\":{interactive}", Notification.RawText(message), StringComparison.Ordinal);
    }

    private static T Interactive<T>(string interactive)
        where T : InboundMessage => Assert.IsAssignableFrom<T>(
            Notification.Event(Notification.OfMessages($$"""{"id":"wamid.1","type":"interactive","interactive":{{interactive}}}""")));
}
