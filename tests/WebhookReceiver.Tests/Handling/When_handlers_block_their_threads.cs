using System.Diagnostics;
using System.Net;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Handling;

[Trait("row", "S14")]
public sealed class When_handlers_block_their_threads(ITestOutputHelper output)
{
    private const int Deliveries = 500;

    private static CancellationToken Token => Patience.Token;

    [Theory]
    [InlineData(64)]
    [InlineData(256)]
    public async Task The_door_answers_as_before(int blocking)
    {
        using var release = new ManualResetEventSlim();
        var blocked = new Countdown(blocking);
        var released = new Countdown(blocking + Deliveries);
        await using var receiver = Receiver.Start(
            new(StringComparer.Ordinal) { ["Dispatch:Concurrency"] = $"{blocking}" },
            services => services.AddWhatsAppWebhooks().On<TextMessage>((TextMessage _) =>
            {
                blocked.Signal();
                release.Wait();
                released.Signal();
            }));

        for (var number = 0; number < blocking; number++)
        {
            using var answer = await receiver.PostAsync(Notifications.Text($"1555020{number:0000}", $"wamid.blocks.{number}", "text"), Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // Started one by one, as by a pool that has run out of threads, they would take minutes.
        await blocked.Reached.WaitAsync(Token);
        var times = new List<double>(Deliveries);

        for (var number = 0; number < Deliveries; number++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await receiver.PostAsync(Notifications.Text($"1555021{number:0000}", $"wamid.waits.{number}", "text"), Token);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var live = await receiver.Http.GetAsync(new Uri(receiver.OperationsUrl, "/health/live"), Token);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        times.Sort();
        output.WriteLine($"{blocking} blocking handlers: acknowledgement p50 {times[Deliveries / 2]:f1} ms, p99 {times[Deliveries * 99 / 100]:f1} ms");
        release.Set();
        await released.Reached.WaitAsync(Token);
    }
}
