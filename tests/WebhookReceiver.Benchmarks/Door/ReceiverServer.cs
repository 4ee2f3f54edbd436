using System.Security.Cryptography;

namespace WebhookReceiver.Benchmarks;

/// <summary>Starts the receiver as an operator would: the published host, configured by environment variables.</summary>
internal static class ReceiverServer
{
    public const string CallbackPath = "/webhook";

    public static string RuntimeConfiguration { get; } = Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.runtimeconfig.json");

    /// <summary>The host with the assemblies of this program as well: its own list does not name what a handler from here needs.</summary>
    private static string[] WithThisAssembly { get; } =
        ["exec", "--depsfile", Path.ChangeExtension(typeof(ReceiverServer).Assembly.Location, ".deps.json"), "--runtimeconfig", RuntimeConfiguration];

    private static string Published { get; } = Path.Combine(AppContext.BaseDirectory, "host");

    /// <summary>Beside this program, where a handler from here is found.</summary>
    private static string Built { get; } = Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.dll");

    /// <exception cref="BenchmarkFailedException">The host has not been published: the benchmark was not built for release.</exception>
    public static Task<RunningServer> StartAsync(ReceiverSetup setup, string appSecret, string directory, CancellationToken cancellationToken)
    {
        if (setup.Handlers is OddHandlers.None && !File.Exists(In(setup.Host)))
        {
            throw new BenchmarkFailedException($"There is no {In(setup.Host)}. Build the benchmarks with --configuration Release.");
        }

        var ports = FreePorts.Take(2);
        var url = new Uri($"http://127.0.0.1:{ports[0]}");
        var operations = new Uri($"http://127.0.0.1:{ports[1]}");
        var start = DotnetCommand.For(directory, setup.Handlers is OddHandlers.None ? [In(setup.Host)] : [.. WithThisAssembly, Built]);

        start.Environment["Urls"] = url.GetLeftPart(UriPartial.Authority);
        start.Environment["Operations__Url"] = operations.GetLeftPart(UriPartial.Authority);
        start.Environment["WhatsApp__VerifyToken"] = RandomNumberGenerator.GetHexString(32, lowercase: true);
        start.Environment["WhatsApp__AppSecret"] = appSecret;
        start.Environment["Inbox__Store"] = setup.Store;
        start.Environment["Inbox__Directory"] = InboxIn(directory);

        if (setup.Handlers is not OddHandlers.None)
        {
            start.Environment["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(OddHandlersStartup).Assembly.GetName().Name;
            start.Environment[OddHandlersStartup.Switch] = setup.Handlers.ToString();
            start.Environment[FreshMessages.Notes] = NotesIn(directory);
        }

        if (setup.FileHandles is { } fileHandles)
        {
            start.LimitFileHandles(fileHandles);
        }

        foreach (var (key, value) in setup.Settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return RunningServer.StartAsync(
            "The receiver", start, callback: new Uri(url, CallbackPath), ready: new Uri(operations, "/health/ready"), setup.StartLimit, cancellationToken);
    }

    /// <summary>The program of a host.</summary>
    /// <param name="host">The folder into which it was published; that of this build if null.</param>
    public static string In(string? host) => Path.Combine(host ?? Published, "WebhookReceiver.dll");

    /// <summary>The folder of the journal of a receiver that is started in this directory.</summary>
    public static string InboxIn(string directory) => Path.Combine(directory, "inbox");

    /// <summary>The file into which the handler of <see cref="FreshMessages"/> writes.</summary>
    public static string NotesIn(string directory) => Path.Combine(directory, "fresh");
}
