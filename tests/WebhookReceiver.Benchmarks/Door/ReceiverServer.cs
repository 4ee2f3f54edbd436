using System.Security.Cryptography;

namespace WebhookReceiver.Benchmarks;

/// <summary>Starts the receiver as an operator would: the built dll, configured by environment variables.</summary>
internal static class ReceiverServer
{
    public const string CallbackPath = "/webhook";

    public static string RuntimeConfiguration { get; } = Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.runtimeconfig.json");

    /// <summary>The host with the assemblies of this program as well: its own list does not name what a handler from here needs.</summary>
    private static string[] WithThisAssembly { get; } =
        ["exec", "--depsfile", Path.ChangeExtension(typeof(ReceiverServer).Assembly.Location, ".deps.json"), "--runtimeconfig", RuntimeConfiguration];

    private static string Dll { get; } = Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.dll");

    public static Task<RunningServer> StartAsync(ReceiverSetup setup, string appSecret, string directory, CancellationToken cancellationToken)
    {
        var ports = FreePorts.Take(2);
        var url = new Uri($"http://127.0.0.1:{ports[0]}");
        var operations = new Uri($"http://127.0.0.1:{ports[1]}");
        var start = DotnetCommand.For(directory, setup.NeverHandles ? [.. WithThisAssembly, Dll] : [Dll]);

        start.Environment["Urls"] = url.GetLeftPart(UriPartial.Authority);
        start.Environment["Operations__Url"] = operations.GetLeftPart(UriPartial.Authority);
        start.Environment["WhatsApp__VerifyToken"] = RandomNumberGenerator.GetHexString(32, lowercase: true);
        start.Environment["WhatsApp__AppSecret"] = appSecret;
        start.Environment["Inbox__Store"] = setup.Store;
        start.Environment["Inbox__Directory"] = InboxIn(directory);

        if (setup.NeverHandles)
        {
            start.Environment["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(EndlessHandlerStartup).Assembly.GetName().Name;
            start.Environment[EndlessHandlerStartup.Switch] = "true";
        }

        foreach (var (key, value) in setup.Settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return RunningServer.StartAsync(
            "The receiver", start, callback: new Uri(url, CallbackPath), ready: new Uri(operations, "/health/ready"), setup.StartLimit, cancellationToken);
    }

    /// <summary>The folder of the journal of a receiver that is started in this directory.</summary>
    public static string InboxIn(string directory) => Path.Combine(directory, "inbox");
}
