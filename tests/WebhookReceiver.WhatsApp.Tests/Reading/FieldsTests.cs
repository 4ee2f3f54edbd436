namespace WebhookReceiver.WhatsApp.Tests;

[Trait("row", "X07")]
public sealed class FieldsTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("""{"messages":[{"id":"wamid.1"}],"statuses":[{}]}""")]
    [InlineData("""[{"messages":[{"id":"wamid.1"}]}]""")]
    public void Another_field_is_one_unknown_change_whatever_its_value(string value)
    {
        var change = Assert.IsType<UnknownChange>(Notification.Event(Notification.OfValue(value, "hologram_update")));

        Assert.Equal("hologram_update", change.Type);
        Assert.Equal("hologram_update", change.Field);
        Assert.Equal(value, Notification.RawText(change));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"messaging_product":"whatsapp","metadata":{}}""")]
    [InlineData("""{"contacts":[{"wa_id":"15550100300"}]}""")]
    [InlineData("""{"messages":[],"statuses":null}""")]
    public void An_empty_messages_field_is_not_an_event(string value) => Assert.Empty(Notification.Events(Notification.OfValue(value)));

    [Theory]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"novelty":{"id":"1"}}""")]
    [InlineData("""[{"messages":[{"id":"wamid.1"}]},7]""")]
    [InlineData("""[[{"messages":[{"id":"wamid.1"}]}]]""")]
    public void A_messages_field_with_something_new_is_an_unknown_change(string value)
    {
        var change = Assert.IsType<UnknownChange>(Notification.Event(Notification.OfValue(value)));

        Assert.Equal("messages", change.Type);
        Assert.Equal(value, Notification.RawText(change));
    }

    [Fact]
    public void Without_a_field_the_lists_say_what_it_is()
    {
        var message = Notification.Event(Notification.OfEntries($$$"""{"changes":[{"value":{"messages":[{{{Notification.Text()}}}]}}]}"""));

        Assert.IsType<TextMessage>(message);
    }

    [Fact]
    public void Without_a_field_a_list_of_values_is_read_too()
    {
        var message = Notification.Event(Notification.OfEntries($$$"""{"changes":[{"value":[{"messages":[{{{Notification.Text()}}}]}]}]}"""));

        Assert.IsType<TextMessage>(message);
    }

    [Theory]
    [InlineData("""{"value":[{"a":1}]}""")]
    [InlineData("""{"value":{"a":1}}""")]
    [InlineData("""{"field":null,"value":{"a":1}}""")]
    [InlineData("""{"field":["messages"],"value":{"a":1}}""")]
    [InlineData("""{"field":"","value":{"a":1}}""")]
    public void Without_a_field_and_without_lists_the_change_is_unknown(string change)
    {
        var received = Assert.IsType<UnknownChange>(Notification.Event(Notification.OfEntries($$"""{"changes":[{{change}}]}""")));

        Assert.Equal("unknown", received.Type);
        Assert.Null(received.Field);
    }

    [Fact]
    public void An_object_of_another_product_is_named_in_the_type()
    {
        var received = Assert.IsType<UnknownChange>(Notification.Event(
            """{"object":"page","entry":[{"id":"2","changes":[{"field":"messages","value":{"messages":[{"id":"m-1"}]}}]}]}"""));

        Assert.Equal("page.messages", received.Type);
        Assert.Equal("messages", received.Field);
    }

    [Theory]
    [InlineData("\"WhatsApp_Business_Account\"")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    public void WhatsApps_object_may_be_missing_and_its_letter_case_does_not_matter(string product) =>
        Assert.IsType<TextMessage>(Notification.Event(Notification.OfMessages(Notification.Text())
            .Replace("\"whatsapp_business_account\"", product, StringComparison.Ordinal)));
}
