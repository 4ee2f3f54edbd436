using WebhookReceiver.Commands.Output;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Output;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("a\0b\u007fc\u009bd", "a\\u0000b\\u007fc\\u009bd")]
    [InlineData("one\r\ntwo\tthree", "one\\r\\ntwo\\tthree")]
    [InlineData("\u202a\u202b\u202c\u202d\u202e", "\\u202a\\u202b\\u202c\\u202d\\u202e")]
    [InlineData("\u2066\u2067\u2068\u2069", "\\u2066\\u2067\\u2068\\u2069")]
    [InlineData("\u200e\u200f\u061c", "\\u200e\\u200f\\u061c")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    [InlineData("\u202e\u202e\\u202e", "\\u202e\\u202e\\u202e")]
    public void What_a_terminal_would_obey_is_escaped(string text, string shown) => Assert.Equal(shown, Printable.Escape(text));

    [Theory]
    [InlineData("")]
    [InlineData("[red]Zoë[/] & <b> \\n \"x\"")]
    [InlineData("שלום مرحبا 👩‍👩‍👧")]
    public void Ordinary_text_stays_as_it_is(string text) => Assert.Equal(text, Printable.Escape(text));

    [Fact]
    public void Line_ends_stay_in_text_of_several_lines()
    {
        using var written = new StringWriter();
        using var writer = new PrintableWriter(written) { NewLine = "\n" };

        writer.WriteLine("one\ntwo\r\n\rthree\u001b");
        writer.Write('\u202e');
        writer.Write('\n');

        Assert.Equal($"one\ntwo\r\n\\rthree\\u001b{written.NewLine}\\u202e\n", written.ToString());
    }
}
