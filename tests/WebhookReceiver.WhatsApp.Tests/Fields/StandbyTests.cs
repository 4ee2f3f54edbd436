using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class StandbyTests
{
    [Fact]
    public void A_copy_of_a_message_holds_it()
    {
        var copy = Read<StandbyMessage>("messages", Notification.Text());

        Assert.Equal("standby", copy.Type);
        Assert.Equal("wamid.1", copy.MessageId);
        Assert.Equal("Good morning", Assert.IsType<TextMessage>(copy.Message).Body);
        Assert.Equal("15550100300", copy.User?.PhoneNumber);
        Assert.Equal($"{Notification.PhoneNumberId}:15550100300", copy.ConversationKey);
        Assert.Empty(copy.UnreadMembers());
    }

    [Fact]
    public void A_copy_of_a_status_holds_it()
    {
        var copy = Read<StandbyStatus>("statuses", Notification.Status());

        Assert.Equal("wamid.1", copy.MessageId);
        Assert.Equal(DeliveryState.Read, copy.Status?.State);
        Assert.Equal("15550100300", copy.User?.PhoneNumber);
        Assert.Equal($"{Notification.PhoneNumberId}:15550100300", copy.ConversationKey);
        Assert.Empty(copy.UnreadMembers());
    }

    [Fact]
    public void A_copy_of_what_another_app_sent_has_the_shape_of_its_request()
    {
        const string Request = """{"messaging_product":"whatsapp","to":"15550100300","type":"text","text":{"body":"Hello"}}""";

        var copy = Read<StandbyEcho>(
            "message_echoes",
            $$$"""
            {"id":"wamid.1","timestamp":"1781000000","message":{{{Request}}},"template":{"id":"7"},
             "flow":{"id":"8","name":"Survey","status":"PUBLISHED","categories":["SURVEY","OTHER"]}}
            """);

        Assert.Equal("wamid.1", copy.MessageId);
        Assert.Equal("text", copy.MessageType);
        Assert.Equal("Hello", copy.Text);
        Assert.Equal(Request, Encoding.UTF8.GetString(copy.Request!.Value.Span));
        Assert.Equal("""{"id":"7"}""", Encoding.UTF8.GetString(copy.Template!.Value.Span));
        Assert.Equal("8", copy.Flow?.Id);
        Assert.Equal("Survey", copy.Flow?.Name);
        Assert.Equal("PUBLISHED", copy.Flow?.Status);
        Assert.Equal(["SURVEY", "OTHER"], copy.Flow?.Categories);
        Assert.Equal("15550100300", copy.User?.PhoneNumber);
        Assert.Equal($"{Notification.PhoneNumberId}:15550100300", copy.ConversationKey);
        Assert.Empty(copy.UnreadMembers());
    }

    [Fact]
    public void What_was_sent_to_a_group_concerns_no_user()
    {
        var copy = Read<StandbyEcho>("message_echoes", """{"id":"wamid.1","message":{"recipient_type":"group","to":"g"}}""");

        Assert.Equal("g", copy.GroupId);
        Assert.Null(copy.User);
        Assert.Equal($"{Notification.PhoneNumberId}:g", copy.ConversationKey);
    }

    [Fact]
    public void A_copy_has_another_key_than_the_original_and_each_copy_its_own()
    {
        EventKey[] keys =
        [
            Notification.Event(Notification.OfMessages(Notification.Text())).Key,
            Read<StandbyMessage>("messages", Notification.Text()).Key,
            Read<StandbyMessage>("messages", Notification.Text("wamid.2")).Key,
            Notification.Event(Notification.OfStatuses(Notification.Status())).Key,
            Read<StandbyStatus>("statuses", Notification.Status()).Key,
            Read<StandbyStatus>("statuses", Notification.Status(state: "sent")).Key,
            Read<StandbyEcho>("message_echoes", """{"id":"wamid.1"}""").Key,
            Read<StandbyEcho>("message_echoes", """{"id":"wamid.2"}""").Key,
            Read<StandbyEcho>("message_echoes", "{}").Key,
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void A_copy_has_the_same_key_in_another_batch()
    {
        var together = Notification.Events(Of("messages", Notification.Text("wamid.2"), Notification.Text()));

        Assert.Equal(Read<StandbyMessage>("messages", Notification.Text()).Key, together[1].Key);
    }

    [Fact]
    public void An_error_among_the_copies_is_not_lost() => Assert.Equal(7, Read<FieldError>("errors", """{"code":7}""").Error.Code);

    private static string Of(string list, params string[] items) =>
        FieldNotification.OfMembers("standby", $$"""
            "standby":{"{{list}}":[{{string.Join(',', items)}}]}
            """);

    private static T Read<T>(string list, string item)
        where T : FieldEvent => Assert.IsType<T>(Notification.Event(Of(list, item)));
}
