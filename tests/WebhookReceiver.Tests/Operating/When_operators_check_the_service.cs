using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Operating;

public sealed class When_operators_check_the_service
{
    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task Live_and_ready_report_that_the_door_is_open_and_what_is_waiting()
    {
        await using var receiver = Receiver.Start();

        using var live = await receiver.Http.GetAsync(new Uri(receiver.OperationsUrl, "/health/live"), Token);
        using var ready = await receiver.Http.GetAsync(new Uri(receiver.OperationsUrl, "/health/ready"), Token);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        using var body = JsonDocument.Parse(await ready.Content.ReadAsStringAsync(Token));
        Assert.Equal("ok", body.RootElement.GetProperty("status").GetString());
        Assert.Equal(0, body.RootElement.GetProperty("inbox").GetProperty("waiting_deliveries").GetInt32());
    }

    [Fact]
    public async Task Ready_is_503_while_the_channel_is_full_and_200_afterwards()
    {
        var block = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new Countdown(1);
        await using var receiver = Receiver.Start(
            new(StringComparer.Ordinal) { ["Inbox:Store"] = "Memory", ["Channel:Capacity"] = "1" },
            services => services.AddSingleton(new LaneLimits { MemoryEvents = 1 })
                .AddWhatsAppWebhooks().On<TextMessage>((TextMessage _) => Wait(first, block.Task)));

        using var inWork = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.1", "x"), Token);
        await first.Reached.WaitAsync(Token);
        using var inLine = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.2", "x"), Token);
        using var refused = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.3", "x"), Token);
        using var full = await receiver.Http.GetAsync(new Uri(receiver.OperationsUrl, "/health/ready"), Token);
        using var live = await receiver.Http.GetAsync(new Uri(receiver.OperationsUrl, "/health/live"), Token);
        block.SetResult();

        Assert.Equal(HttpStatusCode.OK, inLine.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
        Assert.NotNull(full.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task The_document_describes_handshake_and_notification_of_every_endpoint()
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal)
        {
            ["WhatsApp:Endpoints:shop:Path"] = "/webhook/shop",
            ["WhatsApp:Endpoints:shop:VerifyToken"] = "shop-verify-token",
            ["WhatsApp:Endpoints:shop:AppSecret"] = "shop-app-secret-0123456789",
        });

        using var document = JsonDocument.Parse(await receiver.Http.GetStringAsync(new Uri(receiver.OperationsUrl, "/openapi/v1.json"), Token));

        foreach (var path in new[] { "/webhook", "/webhook/shop" })
        {
            var operations = document.RootElement.GetProperty("paths").GetProperty(path);
            Assert.Equal(3, operations.GetProperty("get").GetProperty("parameters").GetArrayLength());
            Assert.True(operations.GetProperty("post").GetProperty("responses").TryGetProperty("503", out _));
        }
    }

    [Fact]
    public async Task The_page_exists_and_loads_the_document()
    {
        await using var receiver = Receiver.Start();

        var page = await receiver.Http.GetStringAsync(new Uri(receiver.OperationsUrl, "/swagger/index.html"), Token);
        var script = await receiver.Http.GetStringAsync(new Uri(receiver.OperationsUrl, "/swagger/index.js"), Token);

        Assert.Contains("swagger-ui", page, StringComparison.Ordinal);
        Assert.Contains("/openapi/v1.json", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/swagger/index.html")]
    [InlineData("/swagger")]
    [InlineData("/")]
    public async Task The_public_listener_serves_none_of_it(string path)
    {
        await using var receiver = Receiver.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.PublicUrl, path));
        request.Headers.Host = receiver.OperationsUrl.Authority;

        using var answer = await receiver.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task The_operations_listener_accepts_no_notifications()
    {
        await using var receiver = Receiver.Start();

        using var answer = await receiver.Http.SendAsync(
            Notifications.Signed(new Uri(receiver.OperationsUrl, "/webhook"), Notifications.Text("15550100300", "wamid.1", "x")), Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task Wait(Countdown first, Task block)
    {
        first.Signal();
        await block;
    }
}
