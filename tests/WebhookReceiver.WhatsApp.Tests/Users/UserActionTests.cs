namespace WebhookReceiver.WhatsApp.Tests;

public sealed class UserActionTests
{
    [Fact]
    public void A_click_has_its_ids()
    {
        var action = Action(
            """
            {"timestamp":1781000400,"action_type":"marketing_messages_link_click","marketing_messages_link_click_data":
             {"tracking_token":"trk-1","click_id":"ck-1","click_component":"CTA","product_id":"SKU-77","client_user_agent":"(Android 14)"}}
            """);

        Assert.Equal("user_action.marketing_messages_link_click", action.Type);
        Assert.Equal("marketing_messages_link_click", action.ActionType);
        Assert.Equal("trk-1", action.TrackingToken);
        Assert.Equal("ck-1", action.ClickId);
        Assert.Equal("CTA", action.ClickComponent);
        Assert.Equal("SKU-77", action.ProductId);
        Assert.Equal("(Android 14)", action.ClientUserAgent);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1781000400), action.OccurredAt);
        Assert.Empty(action.UnreadMembers());
    }

    [Fact]
    public void A_new_action_may_have_a_member_with_its_name() =>
        Assert.Equal("ck-1", Action("""{"action_type":"page_scroll","page_scroll_data":{"click_id":"ck-1"}}""").ClickId);

    [Theory]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    [InlineData("""{"action_type":7}""")]
    public void Without_a_usable_word_the_action_is_unknown(string item) => Assert.Equal("user_action.unknown", Action(item).Type);

    private static UserAction Action(string item) =>
        Assert.IsType<UserAction>(Notification.Event(Notification.OfMembers($"\"user_actions\":[{item}]")));
}
