using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Operators;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Postgres.Tests.Harness;

/// <summary>A whole receiver but for its door: the store, the dispatcher and one handler.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly IHost host;

    private Receiver(IHost host) => this.host = host;

    public PostgresInbox Inbox => host.Services.GetRequiredService<PostgresInbox>();

    public WhatsAppInbox Operators => host.Services.GetRequiredService<WhatsAppInbox>();

    public TermIndex Terms => host.Services.GetRequiredService<TermIndex>();

    public HandlerPausing Pausing => host.Services.GetRequiredService<HandlerPausing>();

    public PausedHandlers Paused => host.Services.GetRequiredService<PausedHandlers>();

    public static async Task<Receiver> StartAsync(string connectionString, string schema, Func<TextMessage, WhatsAppContext, Task> handle)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["WhatsApp:VerifyToken"] = "a-verify-token",
            ["WhatsApp:AppSecret"] = "an-app-secret-of-some-length",
            ["Inbox:Store"] = "Postgres",
            ["Inbox:Postgres:ConnectionString"] = connectionString,
            ["Inbox:Postgres:Schema"] = schema,
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddPostgresInbox();
        builder.Services.AddWhatsAppWebhooks().On<TextMessage>((TextMessage message, WhatsAppContext context) => handle(message, context));
        var receiver = new Receiver(builder.Build());
        await receiver.host.StartAsync();
        await receiver.Inbox.Recovery;
        return receiver;
    }

    public Task<bool> AcceptAsync(string body) => Inbox.AcceptAsync(Instance.DeliveryOf(body)).AsTask();

    public Task StopAsync() => host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
