using System.Text.RegularExpressions;
using Spectre.Console;
using WebhookReceiver.Commands.Output;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Output;

public sealed partial class TerminalOutputTests : IDisposable
{
    private const string Hostile = "[red]alarm[/] [[ \u001b[2J\u202e :bomb: \nnext";
    private const string Shown = "[red]alarm[/] [[ \\u001b[2J\\u202e :bomb: \\nnext";

    private readonly StringWriter written = new() { NewLine = "\n" };

    [Fact]
    public void Markup_and_control_characters_from_strangers_are_plain_text()
    {
        var output = OutputOf(width: 200);

        output.Line(Hostile);
        output.Fields(("Message", Hostile));
        output.Table(["MESSAGE"], [[Hostile]]);

        Assert.Equal(3, Regex.Count(Uncoloured(), Regex.Escape(Shown), RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.DoesNotContain('\u202e', written.ToString());

        // The only escape sequences left are bold for titles, and its end.
        Assert.All(EscapeSequence().Matches(written.ToString()), static sequence => Assert.True(sequence.Value is "\u001b[1m" or "\u001b[0m"));
        Assert.DoesNotContain('\u001b', Uncoloured());
    }

    [Fact]
    public void A_table_has_a_frame_and_titles()
    {
        OutputOf(width: 40).Table(["ID", "HANDLER"], [["1", "orders"], ["2", null]]);

        Assert.Equal(
            """
            ╭────┬─────────╮
            │ ID │ HANDLER │
            ├────┼─────────┤
            │ 1  │ orders  │
            │ 2  │ -       │
            ╰────┴─────────╯

            """,
            Uncoloured());
        Assert.Contains("\u001b[1mHANDLER\u001b[0m", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_does_not_fit_is_a_block_for_each_row()
    {
        var id = Guid.NewGuid();

        OutputOf(width: 60).Table(["ID", "HANDLER", "CAUSE"], [[id, "orders", "attempts exhausted"], [Guid.Empty, "mail", "stale"]]);

        var lines = Uncoloured().Split('\n').Select(static line => line.TrimEnd());
        Assert.Equal(
            [$"ID       {id}", "HANDLER  orders", "CAUSE    attempts exhausted", "", $"ID       {Guid.Empty}", "HANDLER  mail", "CAUSE    stale", "", ""],
            lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Nothing_is_lost_however_narrow_it_is(int width)
    {
        var output = OutputOf(width);

        output.Line("a long line of text");
        output.Fields(("Message", "x1y2z3"));
        output.Table(["ID", "HANDLER"], [[Guid.Empty, "orders"]]);

        Assert.NotEmpty(Uncoloured());
    }

    [Fact]
    public async Task Progress_leaves_nothing_behind()
    {
        var console = ConsoleOf(width: 80);

        var result = await WorkProgress.ShowAsync(console, "Reading [the] inbox", () => Task.FromResult(42));

        Assert.Equal(42, result);
        Assert.Contains("Reading [the] inbox", Uncoloured(), StringComparison.Ordinal);
        Assert.EndsWith("\u001b[?25h", written.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => written.Dispose();

    private TerminalOutput OutputOf(int width) => new(ConsoleOf(width));

    private IAnsiConsole ConsoleOf(int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(written),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private string Uncoloured() => EscapeSequence().Replace(written.ToString(), string.Empty);

    [GeneratedRegex("\u001b\\[[0-9;?]*[a-zA-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapeSequence();
}
