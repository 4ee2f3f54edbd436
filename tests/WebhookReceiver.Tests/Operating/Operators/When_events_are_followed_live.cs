using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary><c>/api/live</c> shows events as they arrive, without holding anything up.</summary>
public sealed class When_events_are_followed_live
{
    [Fact]
    public async Task Each_step_of_an_event_comes_in_order_and_says_nothing_of_what_was_written()
    {
        await using var failing = await FailingReceiver.StartAsync(static _ => throw new InvalidOperationException("no"));
        using var live = await LiveReader.StartAsync(failing.Receiver, Key(failing));
        await live.UntilAsync("overview", static one => one.GetProperty("ready").GetBoolean() && !one.TryGetProperty("history", out _));

        await failing.SendAsync("15550100300", "wamid.live", "what was written");

        var arrived = await live.UntilAsync("event", static _ => true);
        var ended = await live.UntilAsync("event", static _ => true);
        Assert.Equal(("open", "dead"), (arrived.GetProperty("state").GetString(), ended.GetProperty("state").GetString()));
        Assert.Equal(("wamid.live", "message.text"), (arrived.GetProperty("message_id").GetString(), arrived.GetProperty("type").GetString()));
        Assert.Equal(arrived.GetProperty("key").GetString(), ended.GetProperty("key").GetString());
        Assert.DoesNotContain("what was written", arrived.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_that_does_not_read_fast_enough_misses_events_and_is_told_how_many()
    {
        await using var failing = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        using var live = await LiveReader.StartAsync(failing.Receiver, Key(failing));
        await live.UntilAsync("overview", static _ => true);

        var messages = string.Join(',', Enumerable.Range(0, 500).Select(static index => $$$"""{"from":"1555010{{{index:0000}}}","id":"wamid.{{{index}}}","timestamp":"1781000000","type":"text","text":{"body":"x"}}"""));
        using var answer = await failing.Receiver.PostAsync(Notifications.Envelope(messages), Patience.Token);

        var skipped = await live.UntilAsync("skipped", static _ => true);
        Assert.True(skipped.GetProperty("skipped").GetInt64() > 0);
        await failing.UntilSettledAsync();
    }

    [Fact]
    public async Task It_ends_with_the_viewer_and_then_nobody_is_watching()
    {
        await using var failing = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        var tap = failing.Receiver.Services.GetRequiredService<EventTap>();
        Assert.False(tap.IsWatched);

        using (var live = await LiveReader.StartAsync(failing.Receiver, Key(failing)))
        {
            await live.UntilAsync("overview", static _ => true);
            Assert.True(tap.IsWatched);
        }

        await Poll.UntilAsync(() => Task.FromResult(!tap.IsWatched), "the viewer had left", Patience.Token);
    }

    [Fact]
    public async Task It_ends_when_the_service_stops_instead_of_holding_it_up()
    {
        var failing = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        using var live = await LiveReader.StartAsync(failing.Receiver, Key(failing));
        await live.UntilAsync("overview", static _ => true);

        var stopping = failing.DisposeAsync();

        while (await live.ReadAsync() is not null)
        {
            // What was written before the stop.
        }

        await stopping;
    }

    [Fact]
    public async Task It_ends_with_the_session()
    {
        await using var failing = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        using var browser = new BrowserLikeClient(failing.Receiver.OperationsUrl);
        await browser.LogInAsync(Key(failing));
        using var live = await browser.FollowAsync();
        await live.ReadLineAsync(Patience.Token);

        await browser.StatusAsync(HttpMethod.Delete, "/api/session");

        while (await live.ReadLineAsync(Patience.Token) is not null)
        {
            // What was written before.
        }
    }

    [Fact]
    public async Task There_is_a_limit_to_viewers()
    {
        await using var failing = await FailingReceiver.StartAsync(static _ => Task.CompletedTask);
        var live = failing.Receiver.Services.GetRequiredService<LiveStream>();

        for (var index = 0; index < LiveStream.MostViewers; index++)
        {
            Assert.True(live.TryEnter());
        }

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await failing.Api.SendAsync(HttpMethod.Get, "/api/live")).Status);
        live.Leave();
        using var last = await LiveReader.StartAsync(failing.Receiver, Key(failing));
        await last.UntilAsync("overview", static _ => true);
    }

    private static string Key(FailingReceiver failing) => File.ReadAllText(Path.Combine(failing.Directory, "operations.key"));
}
