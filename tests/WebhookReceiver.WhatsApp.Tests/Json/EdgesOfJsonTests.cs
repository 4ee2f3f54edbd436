using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

[Trait("row", "X09")]
public sealed class EdgesOfJsonTests
{
    private static readonly string Good = Notification.OfMessages(Notification.Text());

    public static TheoryData<string> NotJson =>
    [
        "",
        " ",
        "\0",
        "{",
        Good[..^1],
        Good + "x",
        Good + Good,
        Good + " " + Good,
        Good + "\0",
        "/* comment */" + Good,
        Good + "// comment",
        Good.Replace("\"entry\":", "/* comment */\"entry\":", StringComparison.Ordinal),
        Good.Replace("]}]}", "],}]}", StringComparison.Ordinal),
        Good.Replace('"', '\''),
        "hub.mode=subscribe",
        "<html></html>",
        "NaN",
        "\uFEFF",
        "\uFEFF\uFEFF" + Good,
        " \uFEFF" + Good,
    ];

    [Theory]
    [MemberData(nameof(NotJson))]
    public void What_is_not_JSON_is_one_unreadable_delivery_with_all_its_bytes(string body) => AssertUnreadable(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void JSON_in_UTF_16_is_unreadable()
    {
        AssertUnreadable(Encoding.Unicode.GetBytes(Good));
        AssertUnreadable(Encoding.BigEndianUnicode.GetBytes(Good));
        AssertUnreadable([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Good)]);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        var message = Notification.Event("\uFEFF" + Good);

        Assert.IsType<TextMessage>(message);
        Assert.Equal(Notification.Text(), Notification.RawText(message));
    }

    [Fact]
    public void A_body_in_a_part_of_an_array_is_read_like_any_other()
    {
        byte[] larger = [.. "junk"u8, .. Encoding.UTF8.GetBytes(Good), .. "junk"u8];

        var message = Assert.Single(WhatsAppPayload.Read(larger.AsMemory(4, larger.Length - 8)));

        Assert.Equal(Notification.Text(), Notification.RawText(message));
    }

    [Trait("row", "X03")]
    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void A_body_may_be_nested_64_deep_and_no_deeper(char open, char close)
    {
        // The envelope itself is eight levels deep down to a message.
        const int Room = 64 - 8;

        var message = Notification.Event(Notification.OfMessages(WithNovelty(Nested(open, close, Room))));
        var tooDeep = Encoding.UTF8.GetBytes(Notification.OfMessages(WithNovelty(Nested(open, close, Room + 1))));

        Assert.IsType<TextMessage>(message);
        AssertUnreadable(tooDeep);
    }

    [Trait("row", "X03")]
    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void A_body_nested_a_hundred_thousand_deep_is_unreadable(char open, char close)
    {
        AssertUnreadable(Encoding.UTF8.GetBytes(Nested(open, close, 100_000)));
        AssertUnreadable(Encoding.UTF8.GetBytes(new string('[', 100_000)));
        AssertUnreadable(Encoding.UTF8.GetBytes(Notification.OfMessages(WithNovelty(Nested(open, close, 100_000)))));
    }

    [Trait("row", "X05")]
    [Fact]
    public void Three_megabytes_of_digits_cost_one_member()
    {
        var digits = new string('7', 3 * 1024 * 1024);

        var message = Notification.Message<TextMessage>($$$"""{"id":"wamid.1","timestamp":{{{digits}}},"type":"text","text":{"body":"Hello"}}""");

        Assert.Null(message.OccurredAt);
        Assert.Equal("Hello", message.Body);
    }

    [Trait("row", "X05")]
    [Theory]
    [InlineData("1e400")]
    [InlineData("-0")]
    [InlineData("100000000000000000000")]
    [InlineData("0.1")]
    public void A_number_in_place_of_an_id_is_kept_as_written(string number)
    {
        var message = Notification.Message<TextMessage>($$"""{"id":{{number}},"from":{{number}},"type":"text"}""");

        Assert.Equal(number, message.MessageId);
        Assert.Equal(number, message.User?.PhoneNumber);
    }

    private static string WithNovelty(string novelty) => $$"""{"id":"wamid.1","type":"text","novelty":{{novelty}}}""";

    private static string Nested(char open, char close, int depth) => open is '['
        ? new string(open, depth) + new string(close, depth)
        : string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{" + new string(close, depth);

    private static void AssertUnreadable(byte[] body)
    {
        var received = Assert.IsType<UnreadableDelivery>(Assert.Single(WhatsAppPayload.Read(body)));

        Assert.True(received.Body.Span.SequenceEqual(body));
    }
}
