using System.Diagnostics;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>Runs a command of the shipped program in a separate process, which knows the folder and none of the secrets.</summary>
internal sealed record Command(int ExitCode, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<Command> RunAsync(string directory, params string[] arguments) => RunAsync(directory, operations: null, arguments);

    public static Task<Command> RunAsync(string directory, Uri? operations, params string[] arguments) => RunAsync(directory, AppContext.BaseDirectory, operations, arguments);

    /// <param name="directory">The folder of the inbox.</param>
    /// <param name="program">The folder of the program.</param>
    /// <param name="operations">The address of a service; null for none.</param>
    /// <param name="arguments">The command.</param>
    public static async Task<Command> RunAsync(string directory, string program, Uri? operations, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(program, "WebhookReceiver.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Inbox__Directory"] = directory;

        // A port on which nothing listens, unless the test says otherwise.
        start.Environment["Operations__Url"] = operations?.ToString() ?? "http://127.0.0.1:9";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Patience.Token);
        var errors = process.StandardError.ReadToEndAsync(Patience.Token);
        await process.WaitForExitAsync(Patience.Token);
        return new Command(process.ExitCode, await output, await errors);
    }
}
