using System.Diagnostics;
using System.Globalization;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Commands;

/// <summary>The shipped program on a pseudo-terminal, provided by <c>script</c>.</summary>
internal static class Terminal
{
    /// <param name="columns">The width of the terminal.</param>
    /// <param name="inbox">The folder of the inbox.</param>
    /// <param name="command">What a person types after the name of the program, as a shell reads it.</param>
    /// <param name="environment">Variables in addition to the test's own.</param>
    /// <returns>The exit code, and everything written to the terminal.</returns>
    public static Task<(int ExitCode, string Screen)> RunAsync(int columns, string inbox, string command, params (string Name, string Value)[] environment) =>
        RunAsync(columns, inbox, command, answer: null, environment);

    /// <param name="columns">The width of the terminal.</param>
    /// <param name="inbox">The folder of the inbox.</param>
    /// <param name="command">What a person types after the name of the program, as a shell reads it.</param>
    /// <param name="answer">The line that the person types when asked; null for none.</param>
    /// <param name="environment">Variables in addition to the test's own.</param>
    public static async Task<(int ExitCode, string Screen)> RunAsync(int columns, string inbox, string command, string? answer, params (string Name, string Value)[] environment)
    {
        var typed = string.Create(CultureInfo.InvariantCulture, $"stty cols {columns}; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.dll")}' {command}");
        var start = new ProcessStartInfo("script", ["-q", "-e", "-c", typed, "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Inbox__Directory"] = inbox;
        start.Environment["Operations__Url"] = "http://127.0.0.1:9";
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;

        if (answer is not null)
        {
            await process.StandardInput.WriteLineAsync(answer);
            await process.StandardInput.FlushAsync(Patience.Token);
        }

        var screen = await process.StandardOutput.ReadToEndAsync(Patience.Token);
        await process.WaitForExitAsync(Patience.Token);
        return (process.ExitCode, screen.ReplaceLineEndings("\n"));
    }
}
