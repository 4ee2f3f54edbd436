using WebhookReceiver.Tests.Operating.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Start;

/// <summary>A typo does not start a service, and help needs no settings.</summary>
public sealed class When_the_command_line_is_mistyped : IDisposable
{
    private readonly TemporaryDirectory temporary = new();

    [Theory]
    [InlineData("dead-letters", "dead-leters", "list")]
    [InlineData("inbox", "inbx")]
    [InlineData("list", "dead-letters", "lst")]
    [InlineData("--handler", "dead-letters", "list", "--handlr", "orders")]
    [InlineData("--urls", "--urlz", "http://127.0.0.1:0")]
    [InlineData("--urls", "--urlz=http://127.0.0.1:0")]
    [InlineData("--accept-loss", "--acept-loss")]
    [InlineData("'ready'", "health", "redy")]
    [InlineData("bash", "completion", "bsh")]
    [InlineData("fish", "completion")]
    public async Task It_exits_with_2_and_names_what_may_have_been_meant(string meant, params string[] arguments)
    {
        var answer = await Command.RunAsync(temporary.File("inbox"), arguments);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(meant, answer.Errors, StringComparison.Ordinal);
        Assert.Contains("Usage:", answer.Errors, StringComparison.Ordinal);
        Assert.Empty(answer.Output);
        Assert.False(Directory.Exists(temporary.File("inbox")), "An inbox was created.");
    }

    [Theory]
    [InlineData("Example: dead-letters list --handler orders", "dead-letters", "--help")]
    [InlineData("Example: inbox verify", "help", "inbox")]
    [InlineData("WebhookReceiver health ready", "--help")]
    [InlineData("WebhookReceiver health ready", "-h")]
    [InlineData("WebhookReceiver health ready", "help")]
    [InlineData("source <(WebhookReceiver completion zsh)", "completion", "zsh", "--help")]
    [InlineData("1.0.0", "--version")]
    public async Task Help_and_version_are_answered(string text, params string[] arguments)
    {
        var answer = await Command.RunAsync(temporary.File("inbox"), arguments);

        Assert.Equal((0, string.Empty), (answer.ExitCode, answer.Errors));
        Assert.Contains(text, answer.Output, StringComparison.Ordinal);
    }

    /// <summary>Usernames look like this, and <c>inbox erase</c> accepts them.</summary>
    [Fact]
    public async Task A_word_with_an_at_sign_is_not_a_response_file()
    {
        var answer = await Command.RunAsync(temporary.File("inbox"), "inbox", "erase", "--user", "@mira");

        Assert.Equal(2, answer.ExitCode);
        Assert.StartsWith("There is no inbox in ", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_terminal_would_obey_is_escaped()
    {
        var mistyped = await Command.RunAsync(temporary.File("inbox"), "inbox", "sta\u001b[2Jtus\u202e");
        var failed = await Command.RunAsync(temporary.File("in\u001b[2Jbox"), "inbox", "verify");

        Assert.Contains("'sta\\u001b[2Jtus\\u202e'", mistyped.Errors, StringComparison.Ordinal);
        Assert.Contains("in\\u001b[2Jbox", failed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', mistyped.Errors + failed.Errors);
    }

    [Theory]
    [InlineData("health", "health ready")]
    [InlineData("dead-letters", "dead-letters list")]
    [InlineData("dead-letters list", "dead-letters list --handler orders")]
    [InlineData("dead-letters show", "dead-letters show <id>")]
    [InlineData("dead-letters replay", "dead-letters replay --handler orders --dry-run")]
    [InlineData("dead-letters discard", "dead-letters discard --exception System.FormatException --until 2026-11-20")]
    [InlineData("inbox", "inbox status")]
    [InlineData("inbox status", "inbox status --json")]
    [InlineData("inbox verify", "inbox verify")]
    [InlineData("inbox export", "inbox export --open")]
    [InlineData("inbox erase", "inbox erase --user 15550100300")]
    [InlineData("register", "register meta --url https://hooks.example.com --dry-run")]
    [InlineData("register meta", "register meta --url https://hooks.example.com")]
    [InlineData("register account", "register account 102290129340398 --override --url https://shop.example.com")]
    [InlineData("register number", "register number 106540352242922 --url https://shop.example.com")]
    [InlineData("register 360dialog", "register 360dialog --endpoint d360 --url https://hooks.example.com")]
    [InlineData("register on-premises", "register on-premises --endpoint branch --url https://hooks.example.com")]
    [InlineData("register show", "register show --account 102290129340398 --json")]
    [InlineData("completion", "source <(WebhookReceiver completion bash)")]
    [InlineData("completion bash", "source <(WebhookReceiver completion bash)")]
    [InlineData("completion fish", "WebhookReceiver completion fish | source")]
    [InlineData("completion powershell", "WebhookReceiver completion powershell | Out-String | Invoke-Expression")]
    public async Task Each_verb_has_an_example(string verb, string example)
    {
        var answer = await Command.RunAsync(temporary.File("inbox"), [.. verb.Split(' '), "--help"]);

        Assert.Equal((0, string.Empty), (answer.ExitCode, answer.Errors));
        Assert.Contains($"Example: {example}", answer.Output, StringComparison.Ordinal);
    }

    public void Dispose() => temporary.Dispose();
}
