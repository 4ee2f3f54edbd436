using System.Text.RegularExpressions;
using WebhookReceiver.Tests.Operating.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Commands;

/// <summary>A dead letter whose exception repeats text that attacks its reader's terminal, displayed with the service stopped.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed partial class When_a_stranger_wrote_to_the_screen : IAsyncLifetime
{
    private const string Hostile = "[red]alarm[/] \u001b[2J\u001b]0;mine\u0007 \u202egnp.exe\nnext";
    private const string Shown = "[red]alarm[/] \\u001b[2J\\u001b]0;mine\\u0007 \\u202egnp.exe\\nnext";

    private readonly TemporaryDirectory temporary = new();
    private string id = string.Empty;

    private string Inbox => temporary.File("inbox");

    public async ValueTask InitializeAsync()
    {
        await using var receiver = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException(Hostile));
        await receiver.SendAsync("15550100301", "wamid.1");
        id = Assert.Single(await receiver.Api.UntilAsync(static letters => letters.Count is 1)).GetProperty("id").GetString()!;
        await receiver.UntilSettledAsync();
        await receiver.Receiver.DisposeAsync();
        FailingReceiver.CopyFolder(receiver.Directory, Inbox);
    }

    [Fact]
    public async Task A_pipe_gets_plain_text_that_shows_it()
    {
        var shown = await Command.RunAsync(Inbox, "dead-letters", "show", id);

        Assert.Equal(0, shown.ExitCode);
        Assert.Contains($"\nMessage        {Shown}\n", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(shown.Output, static character => character is '\u202e' || (char.IsControl(character) && character is not '\n'));
    }

    [Fact]
    public async Task JSON_output_contains_it_unchanged()
    {
        var shown = await Command.RunAsync(Inbox, "dead-letters", "show", id, "--json");

        Assert.Equal(Hostile, shown.Json.GetProperty("exception_message").GetString());
    }

    [Fact]
    public async Task A_terminal_shows_it_without_obeying_it()
    {
        var (exitCode, screen) = await Terminal.RunAsync(columns: 200, Inbox, $"dead-letters show {id}");

        Assert.Equal(0, exitCode);
        Assert.Contains(Shown, screen, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J\u001b]", screen, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0007', screen);
        Assert.DoesNotContain('\u202e', screen);
    }

    [Fact]
    public async Task A_terminal_gets_tables_that_fit_and_progress_that_disappears()
    {
        var wide = await Terminal.RunAsync(columns: 200, Inbox, "dead-letters list");
        var narrow = await Terminal.RunAsync(columns: 80, Inbox, "dead-letters list");
        var verified = await Terminal.RunAsync(columns: 120, Inbox, "inbox verify");

        Assert.Equal((0, 0, 0), (wide.ExitCode, narrow.ExitCode, verified.ExitCode));
        Assert.Contains("╭──", wide.Screen, StringComparison.Ordinal);
        Assert.Contains($"│ {id} │ message.text │", wide.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("╭──", narrow.Screen, StringComparison.Ordinal);
        Assert.Contains($" {id}", narrow.Screen, StringComparison.Ordinal);
        Assert.Contains("Reading every file", verified.Screen, StringComparison.Ordinal);
        Assert.Contains("╭──", verified.Screen, StringComparison.Ordinal);
        Assert.True(verified.Screen.LastIndexOf("\u001b[?25h", StringComparison.Ordinal) > verified.Screen.LastIndexOf("\u001b[?25l", StringComparison.Ordinal), "The cursor stays hidden.");
    }

    [Fact]
    public async Task A_terminal_gets_JSON_on_request()
    {
        var (_, screen) = await Terminal.RunAsync(columns: 80, Inbox, "inbox verify --json");

        Assert.DoesNotContain("╭──", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("Reading every file", screen, StringComparison.Ordinal);
        Assert.True(System.Text.Json.JsonDocument.Parse(screen[screen.IndexOf('{', StringComparison.Ordinal)..(screen.LastIndexOf('}') + 1)]).RootElement.GetProperty("sound").GetBoolean());
    }

    [Fact]
    public async Task NO_COLOR_turns_colours_off()
    {
        var coloured = await Terminal.RunAsync(columns: 120, Inbox, "inbox verify");
        var uncoloured = await Terminal.RunAsync(columns: 120, Inbox, "inbox verify", ("NO_COLOR", "1"));

        Assert.Matches(Colour(), coloured.Screen);
        Assert.DoesNotMatch(Colour(), uncoloured.Screen);
        Assert.Contains("╭──", uncoloured.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_of_an_export_is_shown_when_it_goes_to_a_file_but_not_to_a_pipe()
    {
        var file = await Terminal.RunAsync(columns: 80, Inbox, $"inbox export > '{temporary.File("export")}'");
        var pipe = await Terminal.RunAsync(columns: 80, Inbox, "inbox export | cat");

        Assert.Contains("Writing the deliveries", file.Screen, StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(temporary.File("export"), Patience.Token));
        Assert.DoesNotContain("Writing the deliveries", pipe.Screen, StringComparison.Ordinal);
        Assert.Contains("{\"", pipe.Screen, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        temporary.Dispose();
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex("\u001b\\[[0-9;]*[34][0-9][;0-9]*m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour();
}
