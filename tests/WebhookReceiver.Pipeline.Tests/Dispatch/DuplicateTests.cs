using System.Collections.Concurrent;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

public sealed class DuplicateTests
{
    private readonly ConcurrentQueue<string> calls = new();

    [Fact]
    [Trait("row", "W05")]
    public async Task However_often_it_arrives_before_and_after_a_restart_it_is_handled_once()
    {
        await using var before = await DispatchRun.StartAsync(Noting);
        Repeat(before, 300);
        await before.UntilIdleAsync();
        await before.StopAsync();

        await using var after = await DispatchRun.StartAsync(Noting, before);
        Repeat(after, 300);
        await after.UntilIdleAsync();

        Assert.Equal(["m 1 False"], calls);
        Assert.Equal(600, after.Outcomes.SettledDeliveries);

        static void Repeat(DispatchRun run, int times)
        {
            for (var time = 0; time < times; time++)
            {
                run.Source.Add(Wire.Text("1", "m"));
            }
        }
    }

    [Fact]
    [Trait("row", "W05")]
    public async Task A_skipped_duplicate_is_logged_with_its_key_and_when_it_was_handled()
    {
        await using var run = await DispatchRun.StartAsync(Noting);
        var handledAt = run.Clock.GetUtcNow();
        run.Source.Add(Wire.Text("1", "m"));
        await run.UntilIdleAsync();
        run.Clock.Advance(TimeSpan.FromHours(3));

        run.Source.Add(Wire.Text("1", "m"));
        await run.UntilIdleAsync();

        var key = WhatsAppPayload.Read(System.Text.Encoding.UTF8.GetBytes(Wire.Text("1", "m")))[0].Key.ToString()[..12];
        var line = Assert.Single(run.Log.All, static line => line.Id is 1515);
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Debug, line.Level);
        Assert.Contains(key, line.Text, StringComparison.Ordinal);
        Assert.Contains($"{handledAt:u}", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("row", "W07")]
    public async Task Of_a_batch_that_overlaps_with_an_earlier_one_only_new_events_are_handled()
    {
        await using var run = await DispatchRun.StartAsync(Noting);
        run.Source.Add(Wire.Body(Wire.Message("1", "a"), Wire.Message("1", "b"), Wire.Message("1", "a")));
        run.Source.Add(Wire.Body(Wire.Message("1", "b"), Wire.Message("1", "c")));

        await run.UntilIdleAsync();

        Assert.Equal(["a 1 False", "b 1 False", "c 1 False"], calls);
        Assert.Equal(2, run.Outcomes.SettledDeliveries);
    }

    [Fact]
    [Trait("row", "W07")]
    public async Task A_duplicate_behind_an_event_that_waits_for_its_retry_does_not_count_as_an_attempt()
    {
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<TextMessage>((TextMessage message, WhatsAppContext context) =>
        {
            Note(message, context);

            if (context.Attempt is 1)
            {
                throw new InvalidOperationException();
            }
        }));
        run.Source.Add(Wire.Text("1", "m"));
        await run.UntilParkedAsync();
        run.Source.Add(Wire.Text("1", "m"));
        await run.RetryAsync(TimeSpan.FromSeconds(1));

        await run.UntilIdleAsync();

        Assert.Equal(["m 1 False", "m 2 False"], calls);
    }

    [Fact]
    [Trait("row", "W08")]
    public async Task Sent_delivered_and_read_of_one_message_are_three_events_in_any_order()
    {
        var states = new ConcurrentQueue<string>();
        await using var run = await DispatchRun.StartAsync(webhooks => webhooks.On<MessageStatus>((MessageStatus status) => states.Enqueue(status.Type)));

        foreach (var state in (string[])["read", "sent", "read", "delivered", "sent", "delivered"])
        {
            run.Source.Add(Wire.Status("15550100300", "m", state));
        }

        await run.UntilIdleAsync();

        Assert.Equal(["status.read", "status.sent", "status.delivered"], states);
    }

    [Fact]
    public async Task Each_endpoint_handles_the_event_on_its_own()
    {
        await using var run = await DispatchRun.StartAsync(Noting);
        run.Source.Add(Wire.Text("1", "m"));
        run.Source.Add(Wire.Text("1", "m"), "shop");

        await run.UntilIdleAsync();

        Assert.Equal(["m 1 False", "m 1 False"], calls);
    }

    [Theory]
    [Trait("row", "W06")]
    [InlineData("6.23:59:00", 1, false)]
    [InlineData("8.00:00:00", 1, false)]
    [InlineData("8.00:00:01", 2, true)]
    public async Task Inside_the_window_it_is_recognised_and_after_it_it_is_stale(string later, int handled, bool isStale)
    {
        await using var run = await DispatchRun.StartAsync(Noting);
        var body = Wire.Text("1", "m", run.Clock.GetUtcNow());
        run.Source.Add(body);
        await run.UntilIdleAsync();

        run.Clock.Advance(TimeSpan.Parse(later, System.Globalization.CultureInfo.InvariantCulture));
        run.Source.Add(body);

        await run.UntilIdleAsync();
        Assert.Equal(handled, calls.Count);
        Assert.Equal($"m 1 {isStale}", calls.Last());
    }

    [Fact]
    [Trait("row", "C01")]
    public async Task Stale_events_are_quarantined_if_configured_and_a_replay_handles_them_as_new()
    {
        await using var run = await DispatchRun.StartAsync(Noting, settings: ("Inbox:StaleEvents", "quarantine"));
        var now = run.Clock.GetUtcNow();
        run.Source.Add(Wire.Text("1", "old", now.AddDays(-8).AddSeconds(-1)));
        run.Source.Add(Wire.Text("1", "older", now.AddDays(-9)));
        run.Source.Add(Wire.Text("1", "young", now.AddDays(-8).AddSeconds(1)));
        run.Source.Add(Wire.Text("1", "future", now.AddYears(5)));
        run.Source.Add(Wire.Text("1", "timeless"));

        await run.UntilIdleAsync();
        Assert.Equal(["young 1 False", "future 1 False", "timeless 1 False"], calls);
        Assert.Equal(["stale", "stale"], run.Outcomes.All.Select(static letter => letter.Cause.Text));
        Assert.Single(run.Log.All, static line => line.Id is 1507);

        await run.Replay.ReplayAsync(run.Outcomes.All[0].Id, TestContext.Current.CancellationToken);
        await run.UntilIdleAsync();
        Assert.Equal("old 1 True", calls.Last());
        Assert.Single(run.Outcomes.All);
    }

    private void Noting(WhatsAppWebhooksBuilder webhooks) => webhooks.On<TextMessage>(Note);

    private void Note(TextMessage message, WhatsAppContext context) => calls.Enqueue($"{message.MessageId} {context.Attempt} {context.IsStale}");
}
