using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class KeysOfRepetitionsTests
{
    private static readonly string[] Items = [Notification.Text("wamid.1"), Notification.Text("wamid.2"), Notification.Text("wamid.3")];

    [Fact]
    public void A_message_has_the_same_key_in_every_batch()
    {
        var together = Keys(Notification.OfMessages(Items));
        var alone = Items.SelectMany(item => Keys(Notification.OfMessages(item)));
        var regrouped = Keys(Notification.OfMessages(Items[2], Items[0])).Append(Keys(Notification.OfMessages(Items[1])).Single());

        Assert.Equal(together, alone);
        Assert.Equal([together[2], together[0], together[1]], regrouped);
    }

    [Fact]
    public void White_space_and_the_order_of_members_do_not_change_a_key()
    {
        var compact = Keys(Notification.OfMessages("""{"id":"wamid.1","type":"text"}"""));
        var spread = Keys(Notification.OfMessages("{\n  \"type\" : \"text\",\r\n\t\"id\" : \"wamid.1\" }"));

        Assert.Equal(compact, spread);
    }

    [Fact]
    public void An_item_without_an_id_is_identified_by_its_text_whatever_the_white_space()
    {
        var compact = Keys(Notification.OfErrors("""{"code":1,"title":"a b"}"""));
        var spread = Keys(Notification.OfErrors("{ \"code\": 1,\n \"title\": \"a b\" }"));
        var other = Keys(Notification.OfErrors("""{"code":1,"title":"ab"}"""));

        Assert.Equal(compact, spread);
        Assert.NotEqual(compact, other);
    }

    [Fact]
    public void Equal_items_without_id_are_numbered_in_their_delivery()
    {
        const string Error = """{"code":130429}""";

        var three = Keys(Notification.OfErrors(Error, Error, Error));

        Assert.Equal(3, three.Distinct().Count());
        Assert.Equal(three, Keys(Notification.OfErrors(Error, Error, Error)));
        Assert.Equal(three[..1], Keys(Notification.OfErrors(Error)));
    }

    [Fact]
    public void Equal_messages_with_an_id_are_one_event()
    {
        var keys = Keys(Notification.OfMessages(Items[0], Items[0]));

        Assert.Equal(keys[0], keys[1]);
    }

    [Fact]
    public void An_id_may_be_a_number_or_text() =>
        Assert.Equal(Keys(Notification.OfMessages("""{"id":7001}""")), Keys(Notification.OfMessages("""{"id":"7001"}""")));

    [Fact]
    public void An_id_has_the_same_key_however_it_is_escaped() =>
        Assert.Equal(Keys(Notification.OfMessages("""{"id":"wamid.1="}""")), Keys(Notification.OfMessages("""{"\u0069d":"wamid.1\u003d"}""")));

    [Fact]
    public void An_unreadable_body_is_identified_by_its_bytes()
    {
        Assert.Equal(Keys("not JSON"), Keys("not JSON"));
        Assert.NotEqual(Keys("not JSON"), Keys("not  JSON"));
        Assert.NotEqual(Keys("{}"), Keys("\uFEFF{}"));
    }

    [Fact]
    public void A_byte_order_mark_does_not_change_the_key_of_a_message() =>
        Assert.Equal(Keys(Notification.OfMessages(Items)), Keys("\uFEFF" + Notification.OfMessages(Items)));

    [Fact]
    public void A_change_has_the_same_key_when_it_comes_again_in_another_batch()
    {
        const string First = """{"id":"1","time":1781000000,"changes":[{"field":"flows","value":{"event":"A"}}]}""";
        const string Second = """{"id":"1","time":1781000000,"changes":[{"field":"flows","value":{ "event": "B" }}]}""";

        var together = Keys(Notification.OfEntries(First, Second));

        Assert.Equal(together, Keys(Notification.OfEntries(First)).Concat(Keys(Notification.OfEntries(Second))));
    }

    [Fact]
    public void Equal_changes_are_numbered_in_their_delivery()
    {
        const string Entry = """{"id":"1","time":1781000000,"changes":[{"field":"flows","value":{"event":"A"}}]}""";

        Assert.Equal(2, Keys(Notification.OfEntries(Entry, Entry)).Distinct().Count());
    }

    private static EventKey[] Keys(string body) => [.. WhatsAppPayload.Read(Encoding.UTF8.GetBytes(body)).Select(received => received.Key)];
}
