using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>Texts and names that are invalid Unicode: the parser accepts them, but converting them to a string throws.</summary>
[Trait("row", "X02")]
public sealed class BrokenTextTests
{
    /// <summary>Bytes in hexadecimal, or a JSON escape.</summary>
    public static TheoryData<string> Broken =>
    [
        "FF", "C328", "C0AF", "EDA080", "F4908080", "E282", "80",
        @"\ud800", @"\udc00", @"\udc00\ud800", @"\ud800x", @"\ud83d\u0041",
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_value_reads_as_missing_and_its_neighbours_are_read(string broken)
    {
        var body = Around(
            """{"id":"wamid.1","type":"text","from":"15550100300","text":{"body":" @ "}}""", broken);

        AssertNeighbours(body, message => Assert.Null(message.Body));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_value_next_to_an_escape_reads_as_missing(string broken)
    {
        var body = Around(
            """{"id":"wamid.1","type":"text","from":"15550100300","text":{"body":"\n @ "}}""", broken);

        AssertNeighbours(body, message => Assert.Null(message.Body));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_name_costs_nothing(string broken)
    {
        var body = Around(
            """{"id":"wamid.1","type":"text","from":"15550100300","@":1,"text":{"body":"Hello"}}""", broken);

        AssertNeighbours(body, message => Assert.Equal("Hello", message.Body));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_name_next_to_the_content_of_a_message_without_a_type_costs_nothing(string broken)
    {
        var body = Around(
            """{"id":"wamid.1","from":"15550100300","@":{},"text":{"body":"Hello"}}""", broken);

        AssertNeighbours(body, message => Assert.Equal("Hello", message.Body));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_id_reads_as_missing_and_the_message_is_identified_by_its_text(string broken)
    {
        var body = Around("""{"type":"text","from":"15550100300","text":{"body":"Hello"},"id":" @ "}""", broken);

        var events = WhatsAppPayload.Read(body);

        Assert.Equal(3, events.Count);
        Assert.Null(Assert.IsType<TextMessage>(events[1]).MessageId);
        Assert.Equal(3, events.Select(received => received.Key).Distinct().Count());
        Assert.Equal(events.Select(received => received.Key), WhatsAppPayload.Read(body).Select(received => received.Key));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Broken_names_of_field_and_account_and_object_read_as_missing(string broken)
    {
        var text = Notification.OfEntries("""{"id":"@","changes":[{"field":"@","value":{"messages":[{"id":"wamid.1","type":"text"}]}}]}""")
            .Replace("whatsapp_business_account", "@", StringComparison.Ordinal);

        var message = Assert.IsType<TextMessage>(Assert.Single(WhatsAppPayload.Read(Replace(text, broken))));

        Assert.Null(message.Account);
    }

    /// <summary>A text message with something broken in place of <c>@</c>, between two good ones.</summary>
    private static byte[] Around(string item, string broken) =>
        Replace(Notification.OfMessages(Notification.Text("wamid.0"), item, Notification.Text("wamid.2")), broken);

    private static byte[] Replace(string text, string broken)
    {
        var bytes = broken[0] is '\\' ? Encoding.ASCII.GetBytes(broken) : Convert.FromHexString(broken);

        return text.Split('@').Select(Encoding.UTF8.GetBytes).Aggregate((left, right) => [.. left, .. bytes, .. right]);
    }

    private static void AssertNeighbours(byte[] body, Action<TextMessage> assertBroken)
    {
        var events = WhatsAppPayload.Read(body).Cast<TextMessage>().ToList();

        Assert.Equal("wamid.0 wamid.1 wamid.2", string.Join(' ', events.Select(message => message.MessageId)));
        Assert.All(events, message => Assert.Equal("15550100300", message.User?.PhoneNumber));
        Assert.Equal("Good morning", events[0].Body);
        Assert.Equal("Good morning", events[2].Body);
        assertBroken(events[1]);
    }
}
