using System.Text;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>What is read without keys belongs to the same conversations, in the same order. Every body that is made up elsewhere is asked for that, too.</summary>
[Trait("row", "X14")]
public sealed class LookAheadTests
{
    public static TheoryData<string> Cases => new(ResourceFile.Names);

    public static TheoryData<string> Places => new("messages", "statuses", "errors", "calls", "user_actions", "history", "message_echoes", "user_preferences", "user_id_update", "anything");

    [Theory]
    [MemberData(nameof(Cases))]
    public void So_it_is_in_each_example(string name) => AssertSame(new ResourceFile(name).Body);

    [Theory]
    [MemberData(nameof(Places))]
    public void So_it_is_in_lists_of_anything(string place)
    {
        const string Items = """0,0,1,"15550100300","",[],[{"from":"1"}],null,{},{},{"from":"1"},{"from":"1"},{"from":"2"},0,{"recipient_id":"3"},true,{"wa_id":"4"}""";

        AssertSame(Encoding.UTF8.GetBytes(Notification.OfMembers($"\"{place}\":[{Items}]")));
        AssertSame(Encoding.UTF8.GetBytes(Notification.OfMembers("""  "contacts":[{"wa_id":"5"}] """, $"\"{place}\":[0,0]")));
        AssertSame(Encoding.UTF8.GetBytes(Notification.OfMembers("""  "contacts":[{"wa_id":"5"}] """, $"\"{place}\":[0]", "\"messages\":[{}]")));
    }

    [Fact]
    public void The_keys_are_there_until_it_is_switched_on()
    {
        var body = Encoding.UTF8.GetBytes(Notification.OfMembers("\"errors\":[0,0,0,0]"));
        var ahead = new LookAhead();
        using var events = WhatsAppPayload.Enumerate(body, phoneNumberId: null, parsed: null, ahead: ahead).GetEnumerator();
        var whole = WhatsAppPayload.Read(body);

        Assert.True(events.MoveNext());
        Assert.True(events.MoveNext());
        Assert.Equal(whole[1].Key, events.Current.Key);
        ahead.IsOn = true;
        Assert.True(events.MoveNext());
        var third = events.Current;
        Assert.True(events.MoveNext());
        Assert.Same(third, events.Current);
        Assert.False(events.MoveNext());
    }

    /// <summary>Fails when it is not so in this body.</summary>
    internal static void AssertSame(byte[] body) =>
        Assert.Equal(
            WhatsAppPayload.Enumerate(body).Select(Place),
            WhatsAppPayload.Enumerate(body, phoneNumberId: null, parsed: null, ahead: new LookAhead { IsOn = true }).Select(Place));

    /// <summary>What the lane of an event is made of.</summary>
    private static (string?, string?, string) Place(WhatsAppEvent received) => (received.ConversationKey, received.Account, (received as FieldEvent)?.Field ?? received.Type);
}
