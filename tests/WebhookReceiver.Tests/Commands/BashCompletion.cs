using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Commands;

/// <summary>A bash that has sourced the script of <c>completion bash</c>, asked for completions as its line editor asks when the key is pressed.</summary>
internal static class BashCompletion
{
    private const string Driver =
        """
        set -u
        source <(WebhookReceiver completion bash)
        [[ $(complete -p WebhookReceiver) =~ -F\ ([^ ]+) ]]
        COMP_LINE=$1 COMP_POINT=$2
        read -ra COMP_WORDS <<< "${COMP_LINE:0:COMP_POINT}"
        "${BASH_REMATCH[1]}"
        printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"}
        """;

    /// <param name="line">The line, with <c>|</c> at the cursor if that is not at the end.</param>
    public static async Task<IReadOnlyList<string>> CompleteAsync(string line)
    {
        var cursor = line.Contains('|', StringComparison.Ordinal) ? line.IndexOf('|', StringComparison.Ordinal) : line.Length;
        var start = new ProcessStartInfo(
            "bash", ["--noprofile", "--norc", "-c", Driver, "bash", line.Replace("|", string.Empty, StringComparison.Ordinal), cursor.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };

        // The program itself, not "dotnet" with its library: that is what people have on their path.
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        start.Environment["HOME"] = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, ".."));
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Patience.Token);
        var errors = process.StandardError.ReadToEndAsync(Patience.Token);
        await process.WaitForExitAsync(Patience.Token);

        Assert.Empty(await errors);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
