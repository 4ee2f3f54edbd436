using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Operators;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Postgres.Tests.Harness;

/// <summary>A whole receiver but for its door: the store, the dispatcher, one handler, and <c>/api</c>.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private const string Key = "an-operations-key-of-some-length";

    private readonly WebApplication host;

    private Receiver(WebApplication host) => this.host = host;

    public PostgresInbox Inbox => host.Services.GetRequiredService<PostgresInbox>();

    public WhatsAppInbox Operators => host.Services.GetRequiredService<WhatsAppInbox>();

    public TermIndex Terms => host.Services.GetRequiredService<TermIndex>();

    public HandlerPausing Pausing => host.Services.GetRequiredService<HandlerPausing>();

    public PausedHandlers Paused => host.Services.GetRequiredService<PausedHandlers>();

    /// <summary>A client of <c>/api</c> with its key.</summary>
    public HttpClient Client() => new() { BaseAddress = new Uri(host.Urls.Single()), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };

    public static async Task<Receiver> StartAsync(string connectionString, string schema, Func<TextMessage, WhatsAppContext, Task> handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["WhatsApp:VerifyToken"] = "a-verify-token",
            ["WhatsApp:AppSecret"] = "an-app-secret-of-some-length",
            ["Operations:ApiKey"] = Key,
            ["Inbox:Store"] = "Postgres",
            ["Inbox:Postgres:ConnectionString"] = connectionString,
            ["Inbox:Postgres:Schema"] = schema,
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddPostgresInbox();
        builder.Services.AddWhatsAppWebhooks().On<TextMessage>((TextMessage message, WhatsAppContext context) => handle(message, context));
        var receiver = new Receiver(builder.Build());
        receiver.host.MapWhatsAppOperations();
        await receiver.host.StartAsync();
        await receiver.Inbox.Recovery;
        return receiver;
    }

    public Task<bool> AcceptAsync(string body) => Inbox.AcceptAsync(Instance.DeliveryOf(body)).AsTask();

    public Task StopAsync() => host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
    }
}
