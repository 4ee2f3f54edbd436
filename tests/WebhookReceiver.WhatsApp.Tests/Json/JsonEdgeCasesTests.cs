using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

/// <summary>The edge cases of RFC 8259, each in place of a member that no type reads: valid JSON costs nothing, invalid JSON makes the body unreadable.</summary>
[Trait("row", "X01")]
public sealed class JsonEdgeCasesTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-1.5E-10")]
    [InlineData("1E+2")]
    [InlineData("1e400")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("\"\"")]
    [InlineData("\"\\u0000\\u001f\"")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"")]
    [InlineData("\"\\uD83D\\uDE00\"")]
    [InlineData("\"\\uD83D\"")]
    [InlineData("\"\\uDE00\\uD83D\"")]
    [InlineData("\"\u007f\u0080\u2028\u2029\uFEFF\uFFFF\"")]
    [InlineData("[]")]
    [InlineData("[[],{},null,true,false]")]
    [InlineData("{\"\":{\"\":0,\"\":1}}")]
    [InlineData(" \t\r\n[ 1 , 2 ] \t\r\n")]
    public void Valid_JSON_costs_nothing(string value)
    {
        var received = Assert.IsType<TextMessage>(Notification.Event(WithMember(value)));

        Assert.Equal("Hello", received.Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    [InlineData("True")]
    [InlineData("nul")]
    [InlineData("'text'")]
    [InlineData("\"\\x41\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\u{41}\"")]
    [InlineData("\"line\nend\"")]
    [InlineData("\"tab\tin it\"")]
    [InlineData("\"\0\"")]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("[1 2]")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{a:1}")]
    [InlineData("{1:1}")]
    [InlineData("[}")]
    [InlineData("1 // comment")]
    [InlineData("/* comment */ 1")]
    [InlineData("\u00A01")]
    public void Invalid_JSON_is_one_unreadable_delivery(string value) =>
        Assert.IsType<UnreadableDelivery>(Notification.Event(WithMember(value)));

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xC0)]
    [InlineData(0x80)]
    [InlineData(0xED)]
    public void A_byte_of_invalid_UTF_8_is_never_an_exception(byte broken)
    {
        var body = Encoding.UTF8.GetBytes(WithMember("\"#\""));
        body[Array.IndexOf(body, (byte)'#')] = broken;

        Assert.Single(EventPromises.Read(body));
    }

    private static string WithMember(string value) =>
        Notification.OfMessages($$"""{"id":"wamid.1","type":"text","text":{"body":"Hello"},"hint":{{value}}}""");
}
