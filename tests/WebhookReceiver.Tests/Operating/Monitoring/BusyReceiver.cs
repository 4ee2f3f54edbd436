using System.Net;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Monitoring;

/// <summary>A receiver to which everything happens that has a metric: it accepts and refuses, and its handlers succeed, fail, are tried again, time out and are given up on.</summary>
internal sealed class BusyReceiver : IAsyncDisposable
{
    private int sent;

    public Receiver Receiver { get; } = Receiver.Start(
        new(StringComparer.Ordinal) { ["Dispatch:HandlerTimeout"] = "00:00:00.050", ["Dispatch:MaxAttempts"] = "2", ["Dispatch:RetryDelay"] = "00:00:00.001" },
        static services =>
        {
            services.RemoveHandlers();
            services.AddWhatsAppWebhooks()
                .On<WhatsAppEvent>(static (WhatsAppEvent _) => { }, "good")
                .On<ImageMessage>(static Task (ImageMessage _) => throw new InvalidOperationException("no"), "bad")
                .On<StickerMessage>(static (StickerMessage _, CancellationToken token) => Task.Delay(Timeout.Infinite, token), "slow");
        });

    /// <summary>Sends some of everything, at the same time.</summary>
    /// <param name="rounds">How often.</param>
    public Task WorkAsync(int rounds) => Parallel.ForEachAsync(Enumerable.Range(0, rounds), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Patience.Token }, async (round, _) =>
    {
        var number = Interlocked.Increment(ref sent);
        await PostAsync(Notifications.Text($"1555010{number % 1000:0000}", $"wamid.{number}", "hello"));

        if (round % 10 is 0)
        {
            await PostAsync(Notifications.Envelope($$"""{"from":"15550100400","id":"wamid.i{{number}}","timestamp":"1781000000","type":"image","image":{"id":"1"} }"""));
            await PostAsync(Notifications.Envelope($$"""{"from":"15550100500","id":"wamid.s{{number}}","timestamp":"1781000000","type":"sticker","sticker":{"id":"1"} }"""));
            using var forged = await Receiver.Http.SendAsync(Notifications.Signed(Receiver.Callback, "{}", "another-secret-0123456789"), Patience.Token);
            using var stray = await Receiver.Http.GetAsync(new Uri(Receiver.PublicUrl, "/nowhere"), Patience.Token);
        }
    });

    public ValueTask DisposeAsync() => Receiver.DisposeAsync();

    private async Task PostAsync(string body)
    {
        using var answer = await Receiver.PostAsync(body, Patience.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
