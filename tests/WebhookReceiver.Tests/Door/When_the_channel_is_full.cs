using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Door;

[Trait("row", "W09")]
public sealed class When_the_channel_is_full
{
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Sightings<string> started = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_the_limit_on_deliveries_the_next_is_a_503_and_everything_accepted_is_handled()
    {
        await using var receiver = Start(new(StringComparer.Ordinal) { ["Channel:Capacity"] = "1" });
        using var refused = new RefusalCounter(receiver.Services);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(receiver, "wamid.in-progress"));
        await started.UntilAsync(static id => id is "wamid.in-progress", 1, Token);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(receiver, "wamid.queued"));

        for (var number = 1; number <= 3; number++)
        {
            using var answer = await receiver.PostAsync(Notifications.Text("15550100300", $"wamid.refused{number}", "text"), Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Token));
            Assert.Equal(number, refused.Reasons.All.Count(static reason => reason is "InboxFull"));
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(receiver, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(receiver, "/health/live"));
        release.SetResult();
        await started.UntilAsync(static id => id is "wamid.queued", 1, Token);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(receiver, "wamid.after"));
        await started.UntilAsync(static id => id is "wamid.after", 1, Token);
        Assert.Equal("wamid.in-progress wamid.queued wamid.after", string.Join(' ', started.All));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(receiver, "/health/ready"));
    }

    [Fact]
    public async Task At_the_limit_on_bytes_what_still_fits_is_accepted_and_what_does_not_is_a_503()
    {
        await using var receiver = Start(new(StringComparer.Ordinal) { ["WhatsApp:MaxBodyBytes"] = "1000", ["Channel:CapacityBytes"] = "1000" });
        Assert.Equal(HttpStatusCode.OK, await PostAsync(receiver, "wamid.in-progress"));
        await started.UntilAsync(static id => id is "wamid.in-progress", 1, Token);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(receiver, "wamid.large", size: 600));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(receiver, "wamid.refused", size: 401));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(receiver, "wamid.fits", size: 400));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(receiver, "/health/ready"));

        release.SetResult();
        await started.UntilAsync(static id => id is "wamid.fits", 1, Token);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(receiver, "wamid.after", size: 1000));
        await started.UntilAsync(static id => id is "wamid.after", 1, Token);
        Assert.Equal("wamid.in-progress wamid.large wamid.fits wamid.after", string.Join(' ', started.All));
    }

    [Fact]
    public async Task A_sender_is_refused_before_it_sends_its_body()
    {
        await using var receiver = Start(new(StringComparer.Ordinal) { ["Channel:Capacity"] = "1" });
        Assert.Equal(HttpStatusCode.OK, await PostAsync(receiver, "wamid.in-progress"));
        await started.UntilAsync(static id => id is "wamid.in-progress", 1, Token);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(receiver, "wamid.queued"));
        using var connection = await RawConnection.OpenAsync(receiver.PublicUrl, Token);

        await connection.SendAsync(RawRequest.SignedPost("body", "Content-Length: 1000000", "Expect: 100-continue"), Token);

        Assert.Equal("503", RawRequest.StatusesIn(await connection.ReadHeadAsync(Token)));
        release.SetResult();
    }

    private static string OfSize(string id, int size)
    {
        var frame = Notifications.Text("15550100300", id, string.Empty).Length;
        return Notifications.Text("15550100300", id, new string('x', Math.Max(0, size - frame)));
    }

    private static async Task<HttpStatusCode> PostAsync(Receiver receiver, string id, int size = 0)
    {
        using var answer = await receiver.PostAsync(OfSize(id, size), Token);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> GetAsync(Receiver receiver, string path)
    {
        using var answer = await receiver.Http.GetAsync(new Uri(receiver.OperationsUrl, path), Token);
        return answer.StatusCode;
    }

    /// <summary>With the in-memory store, whose only room is the channel; the journal would take what does not fit.</summary>
    private Receiver Start(Dictionary<string, string?> settings) => Receiver.Start(
        new(settings, StringComparer.Ordinal) { ["Inbox:Store"] = "Memory" },
        services =>
        {
            // One event in progress at a time, so that the next delivery stays in the channel; with the usual number the test would have to send thousands first.
            services.AddSingleton(new LaneLimits { MemoryEvents = 1 });
            services.AddWhatsAppWebhooks().On<TextMessage>((TextMessage message) =>
            {
                started.Add(message.MessageId!);
                return release.Task;
            });
        });
}
