using System.ComponentModel;
using System.Diagnostics;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// A process that ends with this object, whatever happens in between. Its output is read all the time, since a full pipe would stop it,
/// and the last lines are kept for the error message.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 40;

    private readonly Process process;
    private readonly Queue<string> lastLines = [];
    private readonly Lock gate = new();

    private ChildProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (gate)
            {
                return [.. lastLines];
            }
        }
    }

    public static ChildProcess Start(ProcessStartInfo start)
    {
        var child = new ChildProcess(start);

        try
        {
            child.process.Start();
        }
        catch (Win32Exception exception)
        {
            child.process.Dispose();
            throw new BenchmarkFailedException($"'{start.FileName}' could not be started: {exception.Message}", exception);
        }

        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();

        return child;
    }

    /// <summary>Waits for the end of the process and of its output.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            lastLines.Enqueue(line);

            if (lastLines.Count > LinesKept)
            {
                lastLines.Dequeue();
            }
        }
    }
}
