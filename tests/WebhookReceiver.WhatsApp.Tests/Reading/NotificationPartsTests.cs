namespace WebhookReceiver.WhatsApp.Tests;

public sealed class NotificationPartsTests
{
    [Trait("row", "X06")]
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"object":"whatsapp_business_account"}""")]
    [InlineData("""{"entry":null}""")]
    [InlineData("""{"entry":"x"}""")]
    [InlineData("""{"entry":7}""")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("7")]
    [InlineData("\"hello\"")]
    [InlineData("[]")]
    [InlineData("[[]]")]
    [InlineData("[null]")]
    [InlineData("[{},7]")]
    public void A_body_without_an_envelope_is_one_unreadable_delivery(string body)
    {
        var received = Assert.IsType<UnreadableDelivery>(Notification.Event(body));

        Assert.Equal(body, Notification.RawText(received));
        Assert.Equal("unreadable", received.Type);
        Assert.Null(received.Account);
        Assert.Null(received.OccurredAt);
    }

    [Fact]
    public void An_entry_without_changes_that_contains_something_else_is_unreadable()
    {
        const string Entry = """{"id":"1","time":1781000000,"postings":[{"mid":"m-1"}]}""";

        var received = Assert.IsType<UnreadableDelivery>(Notification.Event(Notification.OfEntries(Entry)));

        Assert.Equal(Entry, Notification.RawText(received));
    }

    [Fact]
    public void Events_come_in_the_order_of_the_body_and_not_of_the_names()
    {
        var events = Notification.Events(Notification.OfMembers(
            $"\"statuses\":[{Notification.Status("wamid.1")}]",
            """ "errors":[{"code":1}] """,
            $"\"messages\":[{Notification.Text("wamid.2")},{Notification.Text("wamid.3")}]",
            """ "user_actions":[{"action_type":"landing_page_view"}] """));

        Assert.Equal(
            "status.read error message.text message.text user_action.landing_page_view",
            string.Join(' ', events.Select(received => received.Type)));
    }

    [Fact]
    public void Account_and_time_of_an_entry_go_to_all_its_changes_and_to_no_other()
    {
        var events = Notification.Events(Notification.OfEntries(
            """{"id":"1","time":1781000001,"changes":[{"field":"flows","value":{"n":1}},{"field":"flows","value":{"n":2}}]}""",
            """{"id":2,"time":"1781000002","changes":[{"field":"flows","value":{"n":3}}]}""",
            """{"changes":[{"field":"flows","value":{"n":4}}]}"""));

        Assert.Equal("1, 1, 2, ", string.Join(", ", events.Select(received => received.Account)));
        Assert.Equal(
            [1781000001, 1781000001, 1781000002, null],
            events.Select(received => received.OccurredAt?.ToUnixTimeSeconds()));
    }

    [Trait("row", "X05")]
    [Theory]
    [InlineData("1781000000", 1781000000L)]
    [InlineData("\"1781000000\"", 1781000000L)]
    [InlineData("1781000000000", 1781000000L)]
    [InlineData("1781000000.9", 1781000000L)]
    [InlineData("1.781e9", 1781000000L)]
    [InlineData("0", 0L)]
    [InlineData("-0", 0L)]
    [InlineData("-1", 1700000000L)]
    [InlineData("1000000000000000000", 1700000000L)]
    [InlineData("1e400", 1700000000L)]
    [InlineData("\"asdf\"", 1700000000L)]
    [InlineData("\"\"", 1700000000L)]
    [InlineData("true", 1700000000L)]
    public void A_time_is_read_in_every_form_and_an_invalid_one_is_replaced_by_that_of_the_entry(string timestamp, long seconds)
    {
        var received = Notification.Event(Notification.OfEntries(
            $$$"""{"time":1700000000,"changes":[{"field":"messages","value":{"messages":[{"id":"wamid.1","timestamp":{{{timestamp}}}}]}}]}"""));

        Assert.Equal(seconds, received.OccurredAt?.ToUnixTimeSeconds());
    }
}
