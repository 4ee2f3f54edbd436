using WebhookReceiver.Tests.Operating.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Commands;

/// <summary>The whole program in its own folder, with a settings file that cannot be read.</summary>
public sealed class When_the_settings_file_is_broken : IDisposable
{
    private readonly TemporaryDirectory temporary = new();

    public When_the_settings_file_is_broken()
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(static file => Path.GetExtension(file) is ".dll" or ".json"))
        {
            File.Copy(file, temporary.File(Path.GetFileName(file)));
        }

        File.WriteAllText(temporary.File("appsettings.json"), "{ broken");
    }

    [Theory]
    [InlineData("dead-letters", "[suggest:6]", "dead-l")]
    [InlineData("complete ", "completion", "bash")]
    [InlineData("Example: inbox verify", "inbox", "--help")]
    [InlineData("1.0.0", "--version")]
    public async Task Commands_without_settings_work(string text, params string[] arguments)
    {
        var answer = await Command.RunAsync(temporary.File("inbox"), program: temporary.Path, operations: null, arguments);

        Assert.Equal((0, string.Empty), (answer.ExitCode, answer.Errors));
        Assert.Contains(text, answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_that_need_settings_say_so()
    {
        var answer = await Command.RunAsync(temporary.File("inbox"), program: temporary.Path, operations: null, "inbox", "status");

        Assert.Equal((2, string.Empty), (answer.ExitCode, answer.Output));
        Assert.Contains("appsettings.json", answer.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => temporary.Dispose();
}
