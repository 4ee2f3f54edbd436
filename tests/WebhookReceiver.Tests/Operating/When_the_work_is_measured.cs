using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Operating;

/// <summary>The durations, ages and figures of <c>/metrics</c> are those of what happened.</summary>
public sealed class When_the_work_is_measured
{
    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task Each_duration_is_counted_where_it_happens()
    {
        await using var receiver = Receiver.Start(
            new(StringComparer.Ordinal) { ["Dispatch:HandlerTimeout"] = "00:00:00.200", ["Dispatch:MaxAttempts"] = "1" },
            static services =>
            {
                services.RemoveHandlers();
                services.AddWhatsAppWebhooks()
                    .On<TextMessage>(static (TextMessage _) => { }, "good")
                    .On<TextMessage>(static Task (TextMessage _) => throw new InvalidOperationException("no"), "bad")
                    .On<TextMessage>(static (TextMessage _, CancellationToken token) => Task.Delay(Timeout.Infinite, token), "slow");
            });
        await Scrape.OfAsync(receiver);
        await PostAsync(receiver, Notifications.Text("15550100300", "wamid.1", "hello"));
        await PostAsync(receiver, Notifications.Envelope("""{"from":"15550100300","id":"wamid.2","timestamp":"1781000000","type":"hologram_15550100300"}"""));
        using var refused = await receiver.Http.PostAsync(receiver.Callback, new StringContent("{}"), Token);

        var scrape = await Scrape.UntilAsync(receiver, static scrape => scrape.Sum("whatsapp_events_handled_total") is 2, "both events were handled");

        Assert.Equal(2, scrape.Sum("whatsapp_deliveries_accepted_total", "endpoint=\"default\""));
        Assert.Equal(1, scrape.Sum("whatsapp_deliveries_refused_total", "endpoint=\"default\"", "reason=\"SignatureHeader\""));
        Assert.Equal(2, scrape.Sum("whatsapp_deliveries_ack_duration_seconds_count", "endpoint=\"default\""));
        Assert.InRange(scrape.Sum("whatsapp_journal_sync_duration_seconds_count"), 1, 2);
        Assert.InRange(scrape.Sum("whatsapp_journal_sync_duration_seconds_sum"), double.Epsilon, scrape.Sum("whatsapp_deliveries_ack_duration_seconds_sum"));
        Assert.Equal(1, scrape.Sum("messaging_process_duration_seconds_count", "handler=\"good\"", "messaging_operation_name=\"process\"", "messaging_system=\"whatsapp\""));
        Assert.Empty(scrape.Values("messaging_process_duration_seconds_count", "handler=\"good\"", "error_type"));
        Assert.Equal(1, scrape.Sum("messaging_process_duration_seconds_count", "handler=\"bad\"", "error_type=\"exception\""));
        Assert.Equal(1, scrape.Sum("messaging_process_duration_seconds_count", "handler=\"slow\"", "error_type=\"timeout\""));
        Assert.InRange(scrape.Sum("messaging_process_duration_seconds_sum", "handler=\"slow\""), 0.2, double.MaxValue);
        Assert.Equal(1, scrape.Sum("whatsapp_events_handled_total", "endpoint=\"default\"", "type=\"message.text\""));
        Assert.Equal(1, scrape.Sum("whatsapp_events_handled_total", "endpoint=\"default\"", "type=\"other\""));
        Assert.DoesNotContain("hologram", scrape.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("15550100300", scrape.Text, StringComparison.Ordinal);

        // Both are as old as the time in them, which is long ago; the event was handled a little later than it arrived.
        Assert.Equal(2, scrape.Sum("whatsapp_events_age_seconds_count", "endpoint=\"default\""));
        Assert.Equal(2, scrape.Sum("whatsapp_events_lag_seconds_count", "endpoint=\"default\""));
        Assert.Equal(0, scrape.Sum("whatsapp_events_age_seconds_bucket", "le=\"604800\""));
        Assert.InRange(scrape.Sum("whatsapp_events_lag_seconds_sum"), scrape.Sum("whatsapp_events_age_seconds_sum"), double.MaxValue);
    }

    [Fact]
    public async Task Every_cause_of_a_dead_letter_is_there_from_the_first_scrape()
    {
        await using var receiver = Receiver.Start();

        var scrape = await Scrape.OfAsync(receiver);

        // A series that appears with 500 is no growth for Prometheus.
        Assert.Equal([0, 0, 0, 0, 0, 0], scrape.Values("whatsapp_events_dead_lettered_total", "cause=\""));
        Assert.Equal([0], scrape.Values("whatsapp_events_dead_lettered_total", "cause=\"never retry\""));
    }

    [Fact]
    public async Task Each_figure_of_the_store_is_shown()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = Receiver.Start(
            new(StringComparer.Ordinal) { ["Dispatch:MaxAttempts"] = "1" },
            services =>
            {
                services.RemoveHandlers();
                services.AddWhatsAppWebhooks().On<TextMessage>(async (TextMessage _) =>
                {
                    called.TrySetResult();
                    await release.Task;
                    throw new InvalidOperationException("no");
                });
            });
        await PostAsync(receiver, Notifications.Text("15550100300", "wamid.1", new string('x', 5000)));
        await called.Task.WaitAsync(Token);
        var open = await Scrape.OfAsync(receiver);

        Assert.Equal([1], open.Values("whatsapp_deliveries_open"));
        Assert.InRange(Assert.Single(open.Values("whatsapp_deliveries_open_size_bytes")), 5000, 7000);
        Assert.Equal([0], open.Values("whatsapp_dead_letters"));
        Assert.Equal([0], open.Values("whatsapp_store_failed"));
        Assert.Equal([0], open.Values("whatsapp_store_damaged_copies"));
        Assert.InRange(Assert.Single(open.Values("whatsapp_store_free_bytes")), 1, double.MaxValue);

        release.SetResult();
        var settled = await Scrape.UntilAsync(receiver, static scrape => scrape.Sum("whatsapp_deliveries_open") is 0, "the delivery was settled");

        Assert.Equal([0], settled.Values("whatsapp_deliveries_open_size_bytes"));
        Assert.Equal([1], settled.Values("whatsapp_dead_letters"));
    }

    [Fact]
    public async Task A_store_that_is_full_has_failed()
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Inbox:MinimumFreeBytes"] = long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture) });

        Assert.Equal([1], (await Scrape.OfAsync(receiver)).Values("whatsapp_store_failed"));
    }

    private static async Task PostAsync(Receiver receiver, string body)
    {
        using var answer = await receiver.PostAsync(body, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
