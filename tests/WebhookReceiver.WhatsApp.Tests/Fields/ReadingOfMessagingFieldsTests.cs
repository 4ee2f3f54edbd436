namespace WebhookReceiver.WhatsApp.Tests;

public sealed class ReadingOfMessagingFieldsTests
{
    private static readonly string[] Fields =
    [
        "automatic_events", "calls", "group_lifecycle_update", "group_participants_update", "group_settings_update", "group_status_update", "history",
        "message_echoes", "smb_app_state_sync", "smb_message_echoes", "standby", "tracking_events", "user_id_update",
    ];

    public static TheoryData<string> Examples =>
        new(ResourceFile.Names.Where(name => name.Contains("/example-", StringComparison.Ordinal) && Fields.Contains(name.Split('/')[0])));

    public static TheoryData<string> Cases => new(ResourceFile.Names.Where(name => Fields.Contains(name.Split('/')[0])));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_documented_member_is_read(string name)
    {
        foreach (var received in WhatsAppPayload.Read(new ResourceFile(name).Body))
        {
            Assert.Empty(received.UnreadMembers());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Copies_echoes_and_history_are_never_messages(string name)
    {
        var events = WhatsAppPayload.Read(new ResourceFile(name).Body);

        Assert.All(events, received => Assert.IsAssignableFrom<FieldEvent>(received));
        Assert.All(events, received => Assert.Equal(((FieldEvent)received).Field, received.Type));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_event_has_a_key_of_its_own_and_the_same_when_it_comes_again(string name)
    {
        var body = new ResourceFile(name).Body;
        var keys = WhatsAppPayload.Read(body).Select(received => received.Key).ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Equal(keys, WhatsAppPayload.Read(body).Select(received => received.Key));
    }

    [Fact]
    public void A_member_that_is_new_is_listed()
    {
        var received = FieldNotification.Event("calls", "calls", """{"id":"wacid.1","event":"connect","session":{"sdp":"v=0","ice":"x"},"novelty":7}""");

        Assert.Equal(["session.ice", "novelty"], received.UnreadMembers());
    }
}
