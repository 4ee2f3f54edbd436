using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

public sealed class DrainTests
{
    private const string Secret = "pipeline-app-secret-0123456789";

    private readonly ConcurrentQueue<string?> handled = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queued_events_are_handled_before_the_service_stops()
    {
        using var host = await StartAsync();
        var inbox = host.Services.GetRequiredService<IInbox>();
        await AcceptAsync(inbox, "first", "second");
        await AcceptAsync(inbox, "third");
        await started.Task.WaitAsync(Token);

        var stop = host.StopAsync(Token);
        Assert.False(inbox.IsAccepting);
        release.SetResult();
        await stop;

        Assert.Equal(["first", "second", "third"], handled);
    }

    [Fact]
    public async Task When_the_time_to_stop_is_over_the_handler_is_cancelled_and_the_rest_is_left()
    {
        using var host = await StartAsync();
        var inbox = host.Services.GetRequiredService<IInbox>();
        await AcceptAsync(inbox, "first", "second");
        await AcceptAsync(inbox, "third");
        await started.Task.WaitAsync(Token);

        using var noTime = new CancellationTokenSource();
        await noTime.CancelAsync();
        await host.StopAsync(noTime.Token);

        Assert.Equal(["first cut short"], handled);
    }

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Inbox:Store"] = "Memory",
            ["WhatsApp:VerifyToken"] = "pipeline-verify-token",
            ["WhatsApp:AppSecret"] = Secret,
        });
        builder.Services.AddWhatsAppWebhooks().On<TextMessage>(HandleAsync);
        var host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    private async Task HandleAsync(TextMessage message, CancellationToken cancellationToken)
    {
        started.TrySetResult();

        try
        {
            await release.Task.WaitAsync(cancellationToken);
            handled.Enqueue(message.MessageId);
        }
        catch (OperationCanceledException)
        {
            handled.Enqueue($"{message.MessageId} cut short");
        }
    }

    private static async Task AcceptAsync(IInbox inbox, params string[] ids)
    {
        var messages = string.Join(',', ids.Select(static id => $$"""{"from":"15550100300","id":"{{id}}","type":"text","text":{"body":"x"} }"""));
        var body = Encoding.UTF8.GetBytes($$"""{"entry":[{"changes":[{"field":"messages","value":{"messages":[{{messages}}]} }] }] }""");
        using var received = Bodies.Proof().NewBody();
        received.Append(body);
        Assert.True(await inbox.AcceptAsync(new Delivery("default", received.Verify(Bodies.Signature(body))!, DateTimeOffset.UnixEpoch, phoneNumberId: null)));
    }
}
