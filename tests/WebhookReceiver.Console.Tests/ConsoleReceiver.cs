using System.Net;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Console.Tests;

/// <summary>A receiver with a journal, the two keys of the tests, and one handler, which fails for as long as the test wants.</summary>
internal sealed class ConsoleReceiver : IAsyncDisposable
{
    public const string Handler = "orders";

    /// <summary>The id of a message that is handled in any case.</summary>
    public const string Good = "wamid.another";

    private readonly TemporaryDirectory temporary = new();

    private ConsoleReceiver(Dictionary<string, string?>? settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Inbox:Directory"] = temporary.File("inbox"),
            ["Inbox:MinimumFreeBytes"] = "0",
            ["Dispatch:MaxAttempts"] = "2",
            ["Dispatch:RetryDelay"] = "00:00:00.050",
            ["Operations:ApiKey"] = ConsolePage.Key,
            ["Operations:ReadKey"] = ConsolePage.ReadKey,
        };

        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        Receiver = Receiver.Start(all, services =>
        {
            services.RemoveHandlers();
            services.AddWhatsAppWebhooks().On<TextMessage>((TextMessage message) => IsFailing && message.MessageId is not Good ? throw new TimeoutException("The shop did not answer.") : Task.CompletedTask, Handler);
        });
    }

    public Receiver Receiver { get; }

    public bool IsFailing { get; set; }

    public static async Task<ConsoleReceiver> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var started = new ConsoleReceiver(settings);

        await Poll.UntilAsync(
            async () =>
            {
                using var ready = await started.Receiver.Http.GetAsync(new Uri(started.Receiver.OperationsUrl, "/health/ready"), Patience.Token);
                return ready.StatusCode is HttpStatusCode.OK;
            },
            "the service was ready",
            Patience.Token);
        return started;
    }

    public async Task SendAsync(string from, string id, string text = "hello")
    {
        using var answer = await Receiver.PostAsync(Notifications.Text(from, id, text), Patience.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        temporary.Dispose();
    }
}
