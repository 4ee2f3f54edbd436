using System.Diagnostics;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary>Secrets come from the settings, from a file, or from the terminal without echo; never from the command line.</summary>
public sealed class When_a_secret_is_needed : IAsyncLifetime
{
    private readonly GraphStandIn graph = new();
    private readonly TemporaryDirectory temporary = new();
    private readonly RegisterProgram program = new();

    public When_a_secret_is_needed()
    {
        program.With(graph);
        program["Graph:AccessToken"] = null;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_file_can_contain_it()
    {
        await File.WriteAllTextAsync(temporary.File("token"), $"{GraphStandIn.AccessToken}\n", Patience.Token);
        program["Graph:AccessTokenFile"] = temporary.File("token");

        var linked = await program.RunAsync($"account {GraphStandIn.Account}");

        Assert.Equal((0, string.Empty), (linked.ExitCode, linked.Errors));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_relative_path_is_that_of_every_other_setting(string environment)
    {
        program["ASPNETCORE_ENVIRONMENT"] = environment;
        program["Graph:AccessTokenFile"] = "no-such-file";

        var refused = await program.RunAsync($"account {GraphStandIn.Account}");

        Assert.Contains($"'{(environment is "Development" ? Path.GetTempPath() : AppContext.BaseDirectory)}no-such-file'", refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", null, "Graph:AccessTokenFile: Could not find file")]
    [InlineData("token", "\n", "Graph:AccessTokenFile: the file ")]
    [InlineData("token", RegisterProgram.WrongSecret + "\nX-Header: injected", "Graph:AccessToken contains a line end")]
    public async Task A_file_that_does_not_contain_one_is_named(string file, string? content, string expected)
    {
        if (content is not null)
        {
            await File.WriteAllTextAsync(temporary.File(file), content, Patience.Token);
        }

        program["Graph:AccessTokenFile"] = temporary.File(file);

        var refused = await program.RunAsync($"account {GraphStandIn.Account}");

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.StartsWith(expected, refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, graph.Connections);
    }

    [Theory]
    [InlineData("--Graph:AccessToken=")]
    [InlineData("--Graph:AccessToken ")]
    public async Task An_argument_is_refused(string argument)
    {
        var refused = await program.RunAsync($"account {GraphStandIn.Account} {argument}{RegisterProgram.WrongSecret}");

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.StartsWith("Graph:AccessToken is not accepted as an argument", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, graph.Connections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("account 102290129340398 ")]
    [InlineData("account ")]
    [InlineData("account 102290129340398 --token ")]
    [InlineData("account 102290129340398 --token=")]
    [InlineData("show --account ")]
    [InlineData("meta --fields ")]
    [InlineData("meta --url ")]
    public async Task A_word_that_may_be_one_is_not_repeated(string command)
    {
        var refused = await program.RunAsync(command + RegisterProgram.WrongSecret);

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.NotEmpty(refused.Errors);
    }

    [Fact]
    public async Task Without_a_terminal_the_setting_is_named()
    {
        var refused = await program.RunAsync($"account {GraphStandIn.Account}");

        Assert.Equal((2, string.Empty), (refused.ExitCode, refused.Output));
        Assert.Contains("Graph:AccessToken is not set. Set the environment variable Graph__AccessToken, or Graph:AccessTokenFile", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_terminal_asks_for_it_without_echo()
    {
        var typed = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.dll")}' register account {GraphStandIn.Account}";
        var start = new ProcessStartInfo("script", ["-q", "-e", "-c", typed, "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["TERM"] = "xterm-256color";

        foreach (var (key, value) in program.Environment())
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        var screen = new StringBuilder();
        var buffer = new char[256];

        while (!screen.ToString().Contains("Graph:AccessToken: ", StringComparison.Ordinal))
        {
            var count = await process.StandardOutput.ReadAsync(buffer, Patience.Token);
            Assert.True(count > 0, $"The program ended without a question:\n{screen}");
            screen.Append(buffer, 0, count);
        }

        // With a mistake that is taken back.
        await process.StandardInput.WriteAsync($"{GraphStandIn.AccessToken}x\u007f\r");
        await process.StandardInput.FlushAsync(Patience.Token);
        screen.Append(await process.StandardOutput.ReadToEndAsync(Patience.Token));
        await process.WaitForExitAsync(Patience.Token);

        Assert.True(process.ExitCode is 0, screen.ToString());
        Assert.Equal([GraphStandIn.Account], graph.Links.Keys);
        RegisterProgram.AssertSecrecy(screen.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        temporary.Dispose();
        await graph.DisposeAsync();
    }
}
