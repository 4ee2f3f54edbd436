using System.Diagnostics;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>What some tests need from the machine they run on, and operating system commands.</summary>
internal static class Machine
{
    /// <summary>
    /// Skips the test where it cannot run, and says so. On the build server it must run: there a promise that nobody checked is a failure.
    /// </summary>
    public static void Needs(params string[] commands)
    {
        NeedsLinux();

        if (!Environment.IsPrivilegedProcess)
        {
            CannotRun("this needs root");
        }

        NeedsCommands(commands);
    }

    /// <summary>The same for a test that needs no root and no command.</summary>
    public static void NeedsLinux()
    {
        if (!OperatingSystem.IsLinux())
        {
            CannotRun("this needs Linux");
        }
    }

    /// <summary>The same for a test that needs no root and runs anywhere.</summary>
    public static void NeedsCommands(params string[] commands)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin").ToList();

        foreach (var command in commands)
        {
            if (!folders.Exists(folder => File.Exists(Path.Combine(folder, command))))
            {
                CannotRun($"this needs the command {command}");
            }
        }
    }

    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public static async Task<string> RunAsync(string command, params string[] arguments)
    {
        var cancellationToken = Patience.Token;
        var start = new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        return process.ExitCode is 0
            ? await output
            : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}{await output}");
    }

    /// <summary>For requirements that no list of commands reveals, such as loop devices.</summary>
    public static void CannotRun(string reason)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail($"Under CI this test must run: {reason}.");
        }

        Assert.Skip($"SKIPPED, and nothing proved: {reason}.");
    }
}
