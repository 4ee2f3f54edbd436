namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>What people have at hand when they try it out: pieces of a notification without the envelope.</summary>
public sealed class BareBodiesTests
{
    private const string Value =
        """{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100200","phone_number_id":"106000000000001"},"messages":[{"from":"15550100300","id":"wamid.1","timestamp":"1781000000","type":"text","text":{"body":"x"}}]}""";

    [Fact]
    public void A_change_as_the_dashboard_shows_it_gives_the_events_of_the_notification()
    {
        var inEnvelope = Notification.Event(Notification.OfValue(Value));

        var received = Assert.IsType<TextMessage>(Notification.Event($$"""{"field":"messages","value":{{Value}} }"""));

        Assert.Equal((inEnvelope.Key, inEnvelope.ConversationKey, null), (received.Key, received.ConversationKey, received.Account));
    }

    [Theory]
    [InlineData("account_update", """{"event":"ACCOUNT_DELETED"}""", typeof(AccountUpdate))]
    [InlineData("calls", """{"calls":[{"id":"wacid.1","event":"connect"}]}""", typeof(Call))]
    [InlineData("field_of_tomorrow", "[1]", typeof(UnknownChange))]
    public void So_does_one_of_any_field(string field, string value, Type type)
    {
        var received = Notification.Event($$"""{"value":{{value}},"field":"{{field}}"}""");

        Assert.Equal((type, field), (received.GetType(), received.Type));
    }

    [Fact]
    public void A_list_of_values_as_automation_tools_export_them_is_read_value_by_value()
    {
        var named = Value[..^1] + ",\"field\":\"messages\"}";
        const string calls = """{"messaging_product":"whatsapp","calls":[{"id":"wacid.1","event":"connect"}],"statuses":[{"id":"wacid.2","status":"RINGING","type":"call"}],"field":"calls"}""";

        var events = Notification.Events($"[{named},{calls},{Value.Replace("wamid.1", "wamid.2", StringComparison.Ordinal)}]");

        Assert.Equal([typeof(TextMessage), typeof(Call), typeof(CallStatus), typeof(TextMessage)], events.Select(static received => received.GetType()));
        Assert.Equal(Notification.Event(Notification.OfValue(Value)).Key, events[0].Key);
        Assert.Equal("106000000000001", events[3].PhoneNumberId);
    }

    [Fact]
    public void Whatever_else_is_in_the_list_is_not_lost()
    {
        var events = Notification.Events($"[{Value},7,{Value.Replace("wamid.1", "wamid.2", StringComparison.Ordinal)}]");

        Assert.Equal(["message.text", "unreadable", "message.text"], events.Select(static received => received.Type));
    }

    [Theory]
    [InlineData("""{"field":7,"value":{}}""")]
    [InlineData("""{"field":"messages"}""")]
    [InlineData("""{"field":"field_of_tomorrow","novelty":1}""")]
    public void Lookalikes_are_read_as_before(string body) => Assert.InRange(Notification.Events(body).Count, 0, 1);
}
