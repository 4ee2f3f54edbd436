using System.Text;
using System.Text.Json.Nodes;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Lists in addition to those documented: each of them results in an event.</summary>
public sealed class StrayListsTests
{
    private const string Call = """{"id":"wacid.1","event":"connect","from":"15550100300","to":"15550100200","timestamp":"1781000000"}""";
    private const string Echo = """{"from":"15550100200","to":"15550100300","id":"wamid.9","timestamp":"1781000000","type":"text","text":{"body":"x"}}""";

    [Fact]
    public void Known_lists_in_the_value_of_another_field_are_read_as_in_their_own()
    {
        var alone = new[] { Notification.OfValue($$"""{"calls":[{{Call}}]}""", "calls"), Notification.OfValue($$"""{"message_echoes":[{{Echo}}]}""", "message_echoes") }
            .Select(Notification.Event)
            .ToList();

        var events = Notification.Events(Notification.OfValue($$"""{"messages":[{{Notification.Text()}}],"calls":[{{Call}}],"message_echoes":[{{Echo}}]}"""));

        Assert.Equal(["message.text", "calls", "message_echoes"], events.Select(static received => received.Type));
        Assert.IsType<Call>(events[1]);
        Assert.IsType<MessageEcho>(events[2]);
        Assert.Equal(alone.Select(static received => received.Key), events.Skip(1).Select(static received => received.Key));
    }

    [Theory]
    [InlineData("calls", "messages", "message.text")]
    [InlineData("user_preferences", "messages", "message.text")]
    [InlineData("group_status_update", "statuses", "status.unknown")]
    [InlineData("history", "user_preferences", "user_preferences")]
    [InlineData("automatic_events", "state_sync", "smb_app_state_sync")]
    [InlineData("standby", "calls", "calls")]
    [InlineData("standby", "messages", "standby")]
    [InlineData("user_id_update", "errors", "user_id_update")]
    public void This_holds_in_every_field_that_has_lists(string field, string list, string type)
    {
        var received = Notification.Event(Notification.OfValue($$"""{"{{list}}":[{"id":"1","type":"text","text":{"body":"x"} }]}""", field));

        Assert.Equal(type, received.Type);
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("calls")]
    [InlineData("history")]
    [InlineData("group_lifecycle_update")]
    [InlineData("standby")]
    public void An_unknown_list_with_an_object_in_it_is_one_event(string field)
    {
        const string polls = """[1,{"id":"p-1"},{"id":"p-2"}]""";

        var received = Assert.IsType<UnknownChange>(Notification.Event(Notification.OfValue($$"""{"polls":{{polls}},"quizzes":["a"]}""", field)));

        Assert.Equal(($"{field}.polls", field, "polls"), (received.Type, received.Field, received.Member));
        Assert.Equal(polls, Notification.RawText(received));
        Assert.Equal(Notification.Account, received.Account);
    }

    [Fact]
    public void Lists_of_the_same_text_under_two_names_are_two_events()
    {
        var events = Notification.Events(Notification.OfValue("""{"polls":[{}],"quizzes":[{}]}"""));

        Assert.Equal(["messages.polls", "messages.quizzes"], events.Select(static received => received.Type));
        Assert.NotEqual(events[0].Key, events[1].Key);
    }

    [Fact]
    public void Members_next_to_messages_that_are_not_lists_of_objects_are_named_and_cause_no_second_event()
    {
        var named = new List<string>();
        var body = Encoding.UTF8.GetBytes(Notification.OfMembers(
            $"\"messages\":[{Notification.Text()}]", "\"novelty\":{\"a\":1}", "\"tags\":[\"a\"]", "\"nothing\":null", "\"conversation_context\":{}", "\"contacts\":[]"));

        Assert.Single(WhatsAppPayload.Enumerate(body, phoneNumberId: null, parsed: null, named.Add));

        Assert.Equal(["messages.novelty", "messages.tags"], named);
    }

    [Fact]
    public void Bodies_of_other_products_are_one_event_for_each_element_of_messaging()
    {
        var events = Notification.Events(
            """{"object":"page","entry":[{"id":"7","time":1781000000,"messaging":[{"mid":"m-1"},{"mid":"m-2"}]},{"id":"8","changes":[{"field":"feed","value":{}}],"messaging":{"mid":"m-3"}}]}""");

        Assert.Equal(["page.messaging", "page.messaging", "page.messaging", "page.feed"], events.Select(static received => received.Type));
        Assert.Equal(["""{"mid":"m-1"}""", """{"mid":"m-2"}""", """{"mid":"m-3"}""", "{}"], events.Select(Notification.RawText));
        Assert.Equal(["7", "7", "8", "8"], events.Select(static received => received.Account));
        Assert.Equal(4, events.Select(static received => received.Key).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[],"polls":[{"a":1}]}]}""", "whatsapp_business_account.polls")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{},"polls":[{"a":1}]}]}]}""", "whatsapp_business_account.polls")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[],"polls":[{"a":1}]}""", "whatsapp_business_account.polls")]
    [InlineData("""{"entry":[],"polls":[{"a":1}]}""", "unknown.polls")]
    [InlineData("""{"messages":[],"polls":[{"a":1}]}""", "messages.polls")]
    [InlineData("""{"field":"messages","value":{},"polls":[{"a":1}]}""", "unknown.polls")]
    public void Nothing_around_the_values_is_ignored_either(string body, string type)
    {
        var received = Notification.Event(body);

        Assert.Equal(type, received.Type);
        Assert.Equal("""[{"a":1}]""", Notification.RawText(received));
    }

    /// <summary>The promise itself: wherever a list of objects is added to a notification, an event contains it.</summary>
    [Theory]
    [InlineData("novelties")]
    [InlineData("polls")]
    [InlineData("messages")]
    [InlineData("statuses")]
    [InlineData("errors")]
    [InlineData("calls")]
    [InlineData("groups")]
    [InlineData("events")]
    [InlineData("history")]
    [InlineData("standby")]
    [InlineData("messaging")]
    [InlineData("message_echoes")]
    [InlineData("user_actions")]
    [InlineData("user_preferences")]
    public void Every_list_of_objects_results_in_an_event(string name)
    {
        var tried = 0;

        foreach (var body in FuzzTexts.Bodies)
        {
            var notification = JsonNode.Parse(body);

            foreach (var place in Objects(notification).Where(place => !place.ContainsKey(name)).ToList())
            {
                place.Add(name, JsonNode.Parse("""[{"invented":"list"}]"""));
                var with = Encoding.UTF8.GetBytes(notification!.ToJsonString());
                place.Remove(name);
                tried++;

                if (!WhatsAppPayload.Read(with).Any(static received => received.RawJson.Span.IndexOf("""{"invented":"list"}"""u8) >= 0))
                {
                    Assert.Fail($"No event has the list in {Encoding.UTF8.GetString(with)}");
                }
            }
        }

        Assert.True(tried > 1_000, $"{tried} places are too few.");
    }

    /// <summary>All objects except those that describe events: their members are never events.</summary>
    private static IEnumerable<JsonObject> Objects(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject named:
                yield return named;

                foreach (var inner in named.Where(static member => member.Key is not ("contacts" or "metadata" or "conversation_context")).SelectMany(static member => Objects(member.Value)))
                {
                    yield return inner;
                }

                break;

            case JsonArray listed:
                foreach (var inner in listed.SelectMany(Objects))
                {
                    yield return inner;
                }

                break;
        }
    }
}
