using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>The shipped host as a separate process, for what only a process shows: exit codes, signals, its output.</summary>
internal sealed partial class ReceiverProcess : IAsyncDisposable
{
    private const int FirstPort = 16384;
    private const int Ports = 16384;

    private static int lastPort = Environment.ProcessId * 64 % Ports;

    private readonly Process process;
    private readonly Sightings<string?> output = new();
    private readonly TemporaryDirectory workingDirectory;

    private ReceiverProcess(Process process, Uri publicUrl, Uri operationsUrl, TemporaryDirectory workingDirectory)
    {
        this.workingDirectory = workingDirectory;
        this.process = process;
        PublicUrl = publicUrl;
        OperationsUrl = operationsUrl;
    }

    public Uri PublicUrl { get; }

    public Uri OperationsUrl { get; }

    /// <summary>The directory in which it was started.</summary>
    public string WorkingDirectory => workingDirectory.Path;

    public Uri Callback => new(PublicUrl, "/webhook");

    public HttpClient Http { get; } = new();

    /// <summary>What it has printed so far, to either stream.</summary>
    public string Output => string.Join('\n', output.All.OfType<string>());

    public bool HasExited => process.HasExited;

    public int Id => process.Id;

    /// <summary>Its peak memory so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            var line = File.ReadLines($"/proc/{process.Id}/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.AsSpan(6, line.Length - 9), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
        }
    }

    /// <summary>How many file handles it has open, including sockets.</summary>
    public int OpenFiles => Directory.EnumerateFileSystemEntries($"/proc/{process.Id}/fd").Count();

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <param name="settings">Settings on top of a valid baseline; null removes one.</param>
    /// <param name="arguments">The command line.</param>
    public static ReceiverProcess Start(Dictionary<string, string?>? settings = null, params string[] arguments) =>
        Start([], [Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.dll"), .. arguments], settings);

    /// <summary>
    /// The arguments of <c>dotnet</c> for the host with a handler of these tests in it, which <c>ASPNETCORE_HOSTINGSTARTUPASSEMBLIES</c> adds. The tests depend on everything the host depends on and more;
    /// without their dependency file the host does not find the handler's assembly.
    /// </summary>
    public static IReadOnlyList<string> ProgramWithHandlers { get; } =
    [
        "exec",
        "--depsfile", Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.Tests.deps.json"),
        "--runtimeconfig", Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.runtimeconfig.json"),
        Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.dll"),
    ];

    /// <param name="launcher">A command that becomes the receiver, or watches it: <c>prlimit</c>, <c>strace -D</c>. If null, it is started directly.</param>
    /// <param name="program">The arguments of <c>dotnet</c>.</param>
    /// <param name="settings">Settings on top of a valid baseline; null removes one.</param>
    public static ReceiverProcess Start(IReadOnlyList<string> launcher, IReadOnlyList<string> program, Dictionary<string, string?>? settings)
    {
        var folder = new TemporaryDirectory();
        var publicUrl = new Uri($"http://127.0.0.1:{FreePort()}");
        var operationsUrl = new Uri($"http://127.0.0.1:{FreePort()}");
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Urls"] = publicUrl.ToString(),
            ["Operations:Url"] = operationsUrl.ToString(),
            ["Inbox:Directory"] = folder.File("inbox"),
            ["WhatsApp:VerifyToken"] = Receiver.VerifyToken,
            ["WhatsApp:AppSecret"] = Receiver.AppSecret,
        };

        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        IReadOnlyList<string> command = [.. launcher, "dotnet", .. program];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };

        foreach (var (key, value) in all.Where(static setting => setting.Value is not null))
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var receiver = new ReceiverProcess(new Process { StartInfo = start }, publicUrl, operationsUrl, folder);
        receiver.process.OutputDataReceived += receiver.Collect;
        receiver.process.ErrorDataReceived += receiver.Collect;
        receiver.process.Start();
        receiver.process.BeginOutputReadLine();
        receiver.process.BeginErrorReadLine();
        return receiver;
    }

    /// <summary>Waits until it has printed this, and fails if it ends first.</summary>
    public async Task UntilPrintedAsync(string text, CancellationToken cancellationToken)
    {
        await output.UntilAsync(line => line is null || line.Contains(text, StringComparison.Ordinal), 1, cancellationToken);

        if (!Output.Contains(text, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The receiver ended:\n{Output}");
        }
    }

    /// <summary>Waits until it would answer a delivery with 200.</summary>
    public Task UntilReadyAsync(CancellationToken cancellationToken) => UntilHealthyAsync("ready", cancellationToken);

    /// <summary>Waits until it reports that it is alive, ready or not.</summary>
    public Task UntilAliveAsync(CancellationToken cancellationToken) => UntilHealthyAsync("live", cancellationToken);

    /// <summary>The answer of <c>/health/live</c> or <c>/health/ready</c>; null when nothing is listening.</summary>
    public async Task<HttpStatusCode?> HealthAsync(string check, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(OperationsUrl, $"/health/{check}"), cancellationToken);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The section of <c>/health/ready</c> about the inbox.</summary>
    public async Task<JsonElement> InboxHealthAsync(CancellationToken cancellationToken)
    {
        using var answer = await Http.GetAsync(new Uri(OperationsUrl, "/health/ready"), cancellationToken);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement.GetProperty("inbox");
    }

    public void Terminate() => Signal(Sigterm);

    /// <summary>Suspends it as a frozen machine would; <see cref="Thaw"/> resumes it.</summary>
    public void Freeze() => Signal(Sigstop);

    public void Thaw() => Signal(Sigcont);

    /// <summary>The threads with that name; the kernel keeps the first 15 characters.</summary>
    public IReadOnlyList<int> ThreadsNamed(string name)
    {
        var comm = name.Length > 15 ? name[..15] : name;
        return [.. Directory.EnumerateDirectories($"/proc/{process.Id}/task")
            .Where(task => string.Equals(File.ReadAllText(Path.Combine(task, "comm")).TrimEnd('\n'), comm, StringComparison.Ordinal))
            .Select(static task => int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture))];
    }

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
        workingDirectory.Dispose();
    }

    // Linux on x64 and arm64.
    private const int Sigterm = 15;
    private const int Sigcont = 18;
    private const int Sigstop = 19;

    private Task UntilHealthyAsync(string check, CancellationToken cancellationToken) => Poll.UntilAsync(
        async () =>
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The receiver ended with {process.ExitCode}:\n{Output}");
            }

            return await HealthAsync(check, cancellationToken) is HttpStatusCode.OK;
        },
        $"/health/{check} said yes",
        cancellationToken);

    /// <summary>A port that nothing listens on and that is handed out only once. Not one that the kernel may give to a connection in the meantime: those begin at 32768.</summary>
    internal static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref lastPort) % Ports);

            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // Try the next one.
            }
        }
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
        // Null ends a stream.
        output.Add(line.Data);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);
}
