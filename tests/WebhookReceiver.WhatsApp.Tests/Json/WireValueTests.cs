using System.Text;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class WireValueTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("true")]
    [InlineData("\"\\udc00\"")]
    public void What_is_neither_text_nor_number_has_no_text(string json) => Read(json, value => Assert.Null(value.Text));

    [Fact]
    public void Only_null_reads_as_missing()
    {
        Read("null", value => Assert.True(value.IsMissing));
        Assert.True(default(WireValue).IsMissing);
        Assert.All(["0", "false", "\"\"", "{}", "[]"], json => Read(json, value => Assert.False(value.IsMissing)));
    }

    [Fact]
    public void A_member_of_something_missing_is_missing_too() =>
        Read("""{"a":{"b":null}}""", value => Assert.True(value["x"u8]["y"u8].IsMissing && value["a"u8]["b"u8]["c"u8]["d"u8].IsMissing));

    [Fact]
    public void An_empty_text_is_a_text_but_not_a_name() => Read("\"\"", value =>
    {
        Assert.Equal(string.Empty, value.Text);
        Assert.Null(value.Name);
    });

    [Theory]
    [InlineData("[1,2]", 2)]
    [InlineData("[null,1]", 2)]
    [InlineData("[]", 0)]
    [InlineData("null", 0)]
    [InlineData("{}", 1)]
    [InlineData("\"\"", 1)]
    [InlineData("[[1,2],[3]]", 2)]
    public void A_single_value_is_a_list_of_one_and_a_missing_one_is_none(string json, int count) => Read(json, value =>
    {
        var items = value.Items;
        var counted = 0;

        foreach (var item in items)
        {
            counted++;
        }

        Assert.Equal(count, counted);
        Assert.Equal(count is 0, items.IsEmpty);
        Assert.Equal(count is 1, items.IsSingle);
    });

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""{"\u0061":1,"a":2}""")]
    public void The_last_of_two_members_with_the_same_name_wins(string json) => Read(json, value => Assert.Equal(2, value["a"u8].Integer));

    [Fact]
    public void Numbers_keep_every_digit() => Read("9007199254740993", value =>
    {
        Assert.Equal(9007199254740993, value.Integer);
        Assert.Equal("9007199254740993", value.Text);
    });

    [Theory]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("\"12\"", 12L)]
    [InlineData("12.9", 12L)]
    [InlineData("-12.9", -12L)]
    [InlineData("1e3", 1000L)]
    [InlineData("\"\"", null)]
    [InlineData("\"0x10\"", null)]
    [InlineData("\"1,000\"", null)]
    [InlineData("1e19", null)]
    [InlineData("-1e400", null)]
    public void What_does_not_fit_a_whole_number_is_missing(string json, long? number) => Read(json, value => Assert.Equal(number, value.Integer));

    [Fact]
    public void Three_megabytes_of_digits_are_text_but_not_a_number()
    {
        var digits = new string('9', 3 * 1024 * 1024);

        Read(digits, value =>
        {
            Assert.Null(value.Integer);
            Assert.Null(value.Decimal);
            Assert.Null(value.Double);
            Assert.Null(value.Time);
            Assert.Equal(digits, value.Text);
        });
    }

    private static void Read(string json, Action<WireValue> assert)
    {
        using var document = WireDocument.Parse(Encoding.UTF8.GetBytes(json));
        assert(document.Root);
    }
}
