using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using WebhookReceiver.Tests.Receiving;

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// Attaches <c>strace</c> to threads of a running receiver: it counts their calls from that moment on, and makes those that the test names fail, wait or be the
/// last one. When it detaches, the receiver continues undisturbed.
/// </summary>
/// <remarks>The receiver contains no code for this: whatever fails here fails in the binary that ships.</remarks>
internal sealed partial class SystemCallWatch : IAsyncDisposable
{
    private readonly Process strace;
    private readonly TemporaryDirectory directory;

    private SystemCallWatch(Process strace, TemporaryDirectory directory)
    {
        this.strace = strace;
        this.directory = directory;
    }

    /// <summary>The lines so far: every watched call and its result.</summary>
    public IReadOnlyList<string> Lines => LedgerFile.Lines(directory.File("trace"));

    /// <summary>The start of each call.</summary>
    public IReadOnlyList<DateTimeOffset> Times => [.. Lines.Where(static line => line.Contains('(', StringComparison.Ordinal) && !line.Contains("resumed>", StringComparison.Ordinal))
        .Select(static line => DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(Seconds().Match(line).Value, CultureInfo.InvariantCulture)))];

    /// <summary>How often a call was tampered with.</summary>
    public int Injected => Lines.Count(static line => line.Contains("(INJECTED)", StringComparison.Ordinal) || line.Contains("(DELAYED)", StringComparison.Ordinal));

    /// <param name="threads">Ids of threads of one process.</param>
    /// <param name="expressions">Arguments of <c>-e</c>: <c>inject=fdatasync:error=EIO:when=1</c>.</param>
    public static Task<SystemCallWatch> OnThreadsAsync(IReadOnlyList<int> threads, params string[] expressions) =>
        AttachAsync([.. threads.SelectMany(static thread => new[] { "-p", thread.ToString(CultureInfo.InvariantCulture) })], threads.Count, expressions);

    /// <summary>Watches all current and future threads.</summary>
    public static Task<SystemCallWatch> OnProcessAsync(int process, params string[] expressions) =>
        AttachAsync(["-f", "-p", process.ToString(CultureInfo.InvariantCulture)], 1, expressions);

    /// <summary>Watches the calls on one file or folder, from any thread: for calls that several threads may make.</summary>
    public static Task<SystemCallWatch> OnPathAsync(int process, string path, params string[] expressions) =>
        AttachAsync(["-f", "-p", process.ToString(CultureInfo.InvariantCulture), "-P", path], 1, expressions);

    /// <summary>Ends the fault.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            // On this signal it detaches from the threads properly; when killed, it would leave them stopped for a moment.
            await Machine.RunAsync("kill", "-INT", strace.Id.ToString(CultureInfo.InvariantCulture));
        }
        catch (InvalidOperationException)
        {
            // It ended by itself, with the last of the threads that it watched.
        }

        await strace.WaitForExitAsync(Patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        strace.Dispose();
        directory.Dispose();
    }

    [GeneratedRegex(@"\d+\.\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Seconds();

    private static async Task<SystemCallWatch> AttachAsync(string[] whom, int attachments, string[] expressions)
    {
        Machine.Needs("strace");
        var folder = new TemporaryDirectory();
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watcher = new Process
        {
            StartInfo = new ProcessStartInfo(
                "strace", [.. whom, "-ttt", "-y", "-s", "256", "-o", folder.File("trace"), .. expressions.SelectMany(static expression => new[] { "-e", expression })])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            },
        };
        var said = new List<string>();
        watcher.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                attached.TrySetException(new InvalidOperationException($"strace did not attach: {string.Join('\n', said)}"));
                return;
            }

            said.Add(line.Data);

            if (line.Data.Contains(" attached", StringComparison.Ordinal) && --attachments is 0)
            {
                attached.TrySetResult();
            }
        };
        watcher.Start();
        watcher.BeginErrorReadLine();
        await attached.Task.WaitAsync(Patience.Token);
        return new SystemCallWatch(watcher, folder);
    }
}
