namespace WebhookReceiver.WhatsApp.Tests;

[Trait("row", "X04")]
public sealed class RepeatedNamesTests
{
    [Theory]
    [InlineData("""{"id":"wamid.1","id":"wamid.2","from":"15550100301","from":"15550100302","type":"text"}""")]
    [InlineData("""{"id":"wamid.1","\u0069d":"wamid.2","from":"15550100301","fr\u006fm":"15550100302","type":"text"}""")]
    [InlineData("""{"\u0069d":"wamid.1","id":"wamid.2","fr\u006fm":"15550100301","from":"15550100302","type":"text"}""")]
    public void The_last_one_wins_in_the_message_and_in_its_key(string item)
    {
        var message = Notification.Message<TextMessage>(item);

        Assert.Equal("wamid.2", message.MessageId);
        Assert.Equal("15550100302", message.User?.PhoneNumber);
        Assert.Equal(Notification.Message<TextMessage>("""{"id":"wamid.2","type":"text"}""").Key, message.Key);
    }

    [Fact]
    public void The_last_one_wins_even_if_it_is_empty()
    {
        var message = Notification.Message<TextMessage>("""{"id":"wamid.1","id":null,"type":"text"}""");

        Assert.Null(message.MessageId);
    }

    [Theory]
    [InlineData("""{"entry":[{"id":"1","changes":[]}],"entry":[{"id":"2","changes":[{"field":"flows","value":{}}]}]}""")]
    [InlineData("""{"entry":[{"id":"1","id":"2","changes":[{"field":"flows","value":{}}]}]}""")]
    [InlineData("""{"entry":[{"\u0069d":"1","id":"2","changes":[{"field":"security","fi\u0065ld":"flows","value":7,"value":{}}]}]}""")]
    public void The_last_one_wins_in_the_envelope(string body)
    {
        var change = Notification.Event(body);

        Assert.Equal("flows", change.Type);
        Assert.Equal("2", change.Account);
        Assert.Equal("{}", Notification.RawText(change));
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("mess\\u0061ges")]
    public void No_element_of_a_list_that_occurs_twice_is_lost(string name)
    {
        var events = Notification.Events(Notification.OfMembers(
            $"\"messages\":[{Notification.Text("wamid.1")}]",
            $"\"{name}\":[{Notification.Text("wamid.2")}]"));

        Assert.Equal("wamid.1 wamid.2", string.Join(' ', events.Cast<TextMessage>().Select(message => message.MessageId)));
    }
}
