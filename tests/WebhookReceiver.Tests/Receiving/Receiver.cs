using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>The shipped host in this process, with its real server on two free ports of the loopback interface.</summary>
internal sealed class Receiver : WebApplicationFactory<Program>
{
    public const string AppSecret = "scenario-app-secret-0123456789";
    public const string VerifyToken = "scenario-verify-token";

    private readonly Dictionary<string, string?> settings;
    private readonly Action<IServiceCollection>? services;
    private readonly Action<IWebHostBuilder>? host;
    private readonly TemporaryDirectory inbox;

    private Receiver(
        Dictionary<string, string?> settings, Action<IServiceCollection>? services, Action<IWebHostBuilder>? host, TemporaryDirectory inbox)
    {
        this.inbox = inbox;
        this.settings = settings;
        this.services = services;
        this.host = host;
        UseKestrel();
    }

    /// <summary>The address to which Meta would send.</summary>
    public Uri PublicUrl { get; private set; } = null!;

    /// <summary>The address of health and documentation.</summary>
    public Uri OperationsUrl { get; private set; } = null!;

    /// <summary>All addresses in the order in which they were configured, that of operations last.</summary>
    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    /// <summary>The callback URL of the default endpoint.</summary>
    public Uri Callback => new(PublicUrl, "/webhook");

    public HttpClient Http { get; } = new();

    /// <param name="settings">Settings on top of a valid baseline; null removes one.</param>
    /// <param name="services">What the test registers: handlers, a clock.</param>
    /// <param name="host">What the test changes about the host: a further configuration source.</param>
    public static Receiver Start(
        Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, Action<IWebHostBuilder>? host = null)
    {
        var folder = new TemporaryDirectory();
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Inbox:Directory"] = folder.Path,
            ["Urls"] = "http://127.0.0.1:0",
            ["Operations:Url"] = "http://127.0.0.1:0",
            ["WhatsApp:VerifyToken"] = VerifyToken,
            ["WhatsApp:AppSecret"] = AppSecret,
        };

        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        var receiver = new Receiver(all, services, host, folder);
        receiver.StartServer();

        // The listeners are up before the inbox has been recovered; until then the door answers 503.
        if (receiver.Services.GetRequiredService<IInbox>() is JournalInbox journal)
        {
            journal.Recovery.Wait(TimeSpan.FromSeconds(60));
        }

        var addresses = receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        receiver.Addresses = [.. addresses.Select(static address => new Uri(address))];
        receiver.PublicUrl = receiver.Addresses[0];
        receiver.OperationsUrl = receiver.Addresses[^1];
        return receiver;
    }

    /// <summary>Posts a body with a valid signature, as Meta would.</summary>
    public Task<HttpResponseMessage> PostAsync(string body, CancellationToken cancellationToken) =>
        Http.SendAsync(Notifications.Signed(Callback, body), cancellationToken);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");

        foreach (var (key, value) in settings)
        {
            if (value is not null)
            {
                builder.UseSetting(key, value);
            }
        }

        builder.ConfigureLogging(static logging => logging.AddProvider(SuiteLog.Lines).SetMinimumLevel(LogLevel.Trace));
        builder.ConfigureTestServices(collection => services?.Invoke(collection));
        host?.Invoke(builder);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Http.Dispose();
        }

        base.Dispose(disposing);

        if (disposing)
        {
            inbox.Dispose();
        }
    }
}
