using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>The shipped host as a process of its own, for what only a process shows: exit codes, signals, what it prints.</summary>
internal sealed partial class ReceiverProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private ReceiverProcess(Process process, Uri publicUrl, Uri operationsUrl)
    {
        this.process = process;
        PublicUrl = publicUrl;
        OperationsUrl = operationsUrl;
    }

    public Uri PublicUrl { get; }

    public Uri OperationsUrl { get; }

    public Uri Callback => new(PublicUrl, "/webhook");

    public HttpClient Http { get; } = new();

    /// <summary>What it has printed so far, to either stream.</summary>
    public string Output => string.Join('\n', output);

    public bool HasExited => process.HasExited;

    /// <summary>The most memory that it has had so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            var line = File.ReadLines($"/proc/{process.Id}/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.AsSpan(6, line.Length - 9), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
        }
    }

    /// <param name="settings">Settings on top of a valid baseline; null takes one away.</param>
    /// <param name="arguments">The command line.</param>
    public static ReceiverProcess Start(Dictionary<string, string?>? settings = null, params string[] arguments)
    {
        var ports = FreePorts();
        var publicUrl = new Uri($"http://127.0.0.1:{ports.First}");
        var operationsUrl = new Uri($"http://127.0.0.1:{ports.Second}");
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Urls"] = publicUrl.ToString(),
            ["Operations:Url"] = operationsUrl.ToString(),
            ["WhatsApp:VerifyToken"] = Receiver.VerifyToken,
            ["WhatsApp:AppSecret"] = Receiver.AppSecret,
        };

        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };

        foreach (var (key, value) in all.Where(static setting => setting.Value is not null))
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var receiver = new ReceiverProcess(new Process { StartInfo = start }, publicUrl, operationsUrl);
        receiver.process.OutputDataReceived += receiver.Collect;
        receiver.process.ErrorDataReceived += receiver.Collect;
        receiver.process.Start();
        receiver.process.BeginOutputReadLine();
        receiver.process.BeginErrorReadLine();
        return receiver;
    }

    /// <summary>Waits until it would answer a delivery with 200.</summary>
    public async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri(OperationsUrl, "/health/ready"), cancellationToken);

                if (answer.StatusCode is HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // Not listening yet. There is no signal across the process boundary to wait for instead.
            }

            if (process.HasExited)
            {
                throw new InvalidOperationException($"The receiver ended with {process.ExitCode}:\n{Output}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    public void Terminate() => Signal(Sigterm);

    public void Kill() => process.Kill();

    /// <returns>The exit code; all output has been read by then.</returns>
    public async Task<int> UntilExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();

        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private const int Sigterm = 15;

    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    private void Signal(int signal)
    {
        if (SendSignal(process.Id, signal) is not 0)
        {
            throw new InvalidOperationException($"Signal {signal} was not delivered: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            output.Enqueue(line.Data);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);
}
