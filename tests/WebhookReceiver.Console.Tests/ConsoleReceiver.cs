using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
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

    private const int MostInOne = 1000;

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
            services.AddWhatsAppWebhooks().On<TextMessage>((TextMessage message) => IsFailing && message.MessageId is not Good ? throw new TimeoutException(Failure) : Task.CompletedTask, Handler);
        });
    }

    public Receiver Receiver { get; }

    /// <summary>Where the journal and the audit log are.</summary>
    public string Directory => temporary.File("inbox");

    public bool IsFailing { get; set; }

    /// <summary>The text of the exception with which the handler fails.</summary>
    public string Failure { get; set; } = "The shop did not answer.";

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

    /// <summary>Fails as many messages, each of another person, and waits until they are dead letters.</summary>
    public async Task FailAsync(int count)
    {
        IsFailing = true;

        foreach (var portion in Enumerable.Range(0, count).Chunk(MostInOne))
        {
            var messages = string.Join(',', portion.Select(static index => $$$"""{"from":"15551{{{index:000000}}}","id":"wamid.failed.{{{index}}}","timestamp":"1781000000","type":"text","text":{"body":"x"}}"""));
            using var answer = await Receiver.PostAsync(Notifications.Envelope(messages), Patience.Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await UntilDeadLettersAsync(count);
    }

    public Task UntilDeadLettersAsync(int count) => Poll.UntilAsync(async () => await CountDeadLettersAsync() == count, $"there were {count} dead letters", TestContext.Current.CancellationToken);

    public async Task<int> CountDeadLettersAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Receiver.OperationsUrl, "/api/dead-letters?limit=1"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ConsolePage.ReadKey);
        using var answer = await Receiver.Http.SendAsync(request, Patience.Token);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Patience.Token));
        return json.RootElement.GetProperty("total").GetInt32();
    }

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        temporary.Dispose();
    }
}
