using System.Security.Cryptography;

namespace WebhookReceiver.Benchmarks;

/// <summary>Starts the receiver as an operator would: the built dll, configured by environment variables.</summary>
internal static class ReceiverServer
{
    public const string CallbackPath = "/webhook";

    public static string RuntimeConfiguration { get; } = Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.runtimeconfig.json");

    private static string Dll { get; } = Path.Combine(AppContext.BaseDirectory, "WebhookReceiver.dll");

    public static Task<RunningServer> StartAsync(DoorOptions options, string appSecret, string directory, CancellationToken cancellationToken)
    {
        var ports = FreePorts.Take(2);
        var url = new Uri($"http://127.0.0.1:{ports[0]}");
        var operations = new Uri($"http://127.0.0.1:{ports[1]}");
        var start = DotnetCommand.For(directory, Dll);

        start.Environment["Urls"] = url.GetLeftPart(UriPartial.Authority);
        start.Environment["Operations__Url"] = operations.GetLeftPart(UriPartial.Authority);
        start.Environment["WhatsApp__VerifyToken"] = RandomNumberGenerator.GetHexString(32, lowercase: true);
        start.Environment["WhatsApp__AppSecret"] = appSecret;
        start.Environment["Inbox__Store"] = options.Store;
        start.Environment["Inbox__Directory"] = Path.Combine(directory, "inbox");

        foreach (var (key, value) in options.Settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return RunningServer.StartAsync(
            "The receiver", start, callback: new Uri(url, CallbackPath), ready: new Uri(operations, "/health/ready"), cancellationToken);
    }
}
