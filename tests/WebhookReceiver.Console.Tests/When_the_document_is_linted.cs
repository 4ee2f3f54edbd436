using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp.Tests;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>The OpenAPI document follows the rules that Redocly recommends, examples included. The linter is a script for Node, which comes with Playwright.</summary>
public sealed class When_the_document_is_linted
{
    private const string Linter = "REDOCLY_CLI";
    private const string Rules = "src/WebhookReceiver/Operations/Documentation/redocly.yaml";

    [Fact]
    public async Task Nothing_is_wrong_and_nothing_is_warned_of()
    {
        var script = FindLinter();
        using var temporary = new TemporaryDirectory();
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal)
        {
            ["Inbox:Store"] = "Memory",
            ["WhatsApp:Endpoints:a b:Path"] = "/webhook/gateway",
            ["WhatsApp:Endpoints:a b:Sender"] = "Basic",
            ["WhatsApp:Endpoints:a b:UserName"] = "gateway",
            ["WhatsApp:Endpoints:a b:Password"] = "gateway-password-0123456789",
        });
        var document = temporary.File("v1.json");
        await File.WriteAllTextAsync(document, await receiver.Http.GetStringAsync(new Uri(receiver.OperationsUrl, "/openapi/v1.json"), Patience.Token), Patience.Token);

        var (status, output) = await RunAsync(script, "lint", "--config", RepositoryFiles.PathOf(Rules), "--format", "json", document);

        Assert.True(status is 0, output);
        using var findings = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)]);
        var totals = findings.RootElement.GetProperty("totals");
        Assert.True((totals.GetProperty("errors").GetInt32(), totals.GetProperty("warnings").GetInt32()) is (0, 0), output);
    }

    private static string FindLinter()
    {
        if (Environment.GetEnvironmentVariable(Linter) is { Length: > 0 } script && File.Exists(script))
        {
            return script;
        }

        if (Environment.GetEnvironmentVariable("CI") is not { Length: > 0 })
        {
            Assert.Skip($"{Linter} does not name Redocly's script: npm install --ignore-scripts @redocly/cli in a folder, then node_modules/@redocly/cli/bin/cli.js.");
        }

        throw new InvalidOperationException($"{Linter} does not name Redocly's script; .ci/run installs it.");
    }

    private static async Task<(int Status, string Output)> RunAsync(string script, params string[] arguments)
    {
        var node = Path.Combine(AppContext.BaseDirectory, ".playwright", "node", RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? "linux-arm64" : "linux-x64", "node");
        var start = new ProcessStartInfo(node, [script, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Patience.Token);
        var errors = process.StandardError.ReadToEndAsync(Patience.Token);
        await process.WaitForExitAsync(Patience.Token);
        return process.ExitCode is 0 ? (0, await output) : (process.ExitCode, await output + await errors);
    }
}
