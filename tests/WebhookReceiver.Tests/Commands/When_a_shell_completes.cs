using WebhookReceiver.Tests.Operating.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Commands;

public sealed class When_a_shell_completes : IDisposable
{
    private readonly TemporaryDirectory temporary = new();

    [Theory]
    [InlineData("WebhookReceiver dead-l", "dead-letters")]
    [InlineData("WebhookReceiver letters", "")]
    [InlineData("WebhookReceiver dead-letters re", "replay")]
    [InlineData("WebhookReceiver dead-letters list --", "--cause --endpoint --exception --handler --help --json --limit --since --type --until")]
    [InlineData("WebhookReceiver dead-letters list --handler orders --ty", "--type")]
    [InlineData("WebhookReceiver dead-letters list --handler \"two words\" --ty", "--type")]
    [InlineData("WebhookReceiver inbox ", "--help --json erase export import migrate status verify")]
    [InlineData("WebhookReceiver inbox st| --json", "status")]
    [InlineData("WebhookReceiver health r", "ready")]
    [InlineData("WebhookReceiver completion ", "--help --json bash fish powershell zsh")]
    [InlineData("WebhookReceiver reg", "register")]
    [InlineData("WebhookReceiver register ", "--help --json 360dialog account meta number on-premises show")]
    [InlineData("WebhookReceiver register number --", "--dry-run --endpoint --help --json --no-wait --remove --url")]
    [InlineData("WebhookReceiver --Inbox:Directory=/data inb", "inbox")]
    [InlineData("WebhookReceiver inbox --Inbox:Directory /data ver", "verify")]
    [InlineData("WebhookReceiver inbox --Inbox:Directory ver", "")]
    [InlineData("WebhookReceiver inbox --Inbox:Directory=", "")]
    [InlineData("WebhookReceiver @nobody", "")]
    [InlineData("~/net10.0/WebhookReceiver dead-l", "dead-letters")]
    public async Task Bash_offers_matching_completions(string line, string expected)
    {
        var offered = await BashCompletion.CompleteAsync(line);

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), offered.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[suggest:22]", "WebhookReceiver dead-l")]
    [InlineData("[suggest:999]", "dead-l")]
    [InlineData("[suggest:nonsense]", "dead-l")]
    [InlineData("[suggest]", "--Inbox:Directory=/data dead-l")]
    [InlineData("[suggest]", "--urls=http://127.0.0.1:0 dead-l")]
    public async Task The_program_answers_and_starts_nothing(string directive, string line)
    {
        var answer = await Command.RunAsync(temporary.File("inbox"), directive, line);

        Assert.Equal((0, "dead-letters\n", string.Empty), (answer.ExitCode, answer.Output, answer.Errors));
        Assert.False(Directory.Exists(temporary.File("inbox")), "An inbox was created.");
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef ")]
    [InlineData("fish", "complete ")]
    [InlineData("powershell", "Register-ArgumentCompleter ")]
    public async Task There_is_a_script_for_each_shell(string shell, string text)
    {
        var answer = await Command.RunAsync(temporary.File("inbox"), "completion", shell);

        Assert.Equal((0, string.Empty), (answer.ExitCode, answer.Errors));
        Assert.Contains(text, answer.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n", answer.Output, StringComparison.Ordinal);
    }

    public void Dispose() => temporary.Dispose();
}
