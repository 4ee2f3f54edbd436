using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Monitoring;

/// <summary>A real Prometheus reads <c>/metrics</c> of a service at work, and evaluates every alert rule over it.</summary>
public sealed class When_Prometheus_scrapes
{
    [Fact]
    public async Task It_reads_everything_while_the_service_works_and_evaluates_each_rule()
    {
        await using var busy = new BusyReceiver();
        await using var prometheus = await PrometheusProcess.StartAsync(busy.Receiver.OperationsUrl);

        await Poll.UntilAsync(
            async () =>
            {
                await busy.WorkAsync(rounds: 50);
                return await ScrapesAsync(prometheus) >= 4;
            },
            "it scraped several times",
            Patience.Token);

        var target = Assert.Single((await prometheus.ReadAsync("/api/v1/targets?state=active")).GetProperty("activeTargets").EnumerateArray());
        Assert.Equal(("up", string.Empty), (target.GetProperty("health").GetString(), target.GetProperty("lastError").GetString()));
        Assert.Empty(await prometheus.QueryAsync("""up{job="whatsapp-webhook-receiver"} == 0"""));

        await Poll.UntilAsync(async () => !(await RulesAsync(prometheus)).Exists(static rule => rule.Health is "unknown"), "it evaluated every rule", Patience.Token);
        var rules = await RulesAsync(prometheus);
        Assert.NotEmpty(rules);
        Assert.All(rules, static rule => Assert.Equal((rule.Name, "ok", null), rule));
        Assert.Equal(string.Empty, prometheus.Output);
    }

    [Fact]
    public async Task What_it_has_counted_is_what_was_sent()
    {
        await using var busy = new BusyReceiver();
        await Scrape.OfAsync(busy.Receiver);
        await using var prometheus = await PrometheusProcess.StartAsync(busy.Receiver.OperationsUrl);
        await busy.WorkAsync(rounds: 200);

        // 200 texts, and 20 times an image and a sticker.
        await Poll.UntilAsync(async () => await ValueAsync(prometheus, "sum(whatsapp_deliveries_accepted_total)") is 240, "it counted what was accepted", Patience.Token);
        await Poll.UntilAsync(async () => await ValueAsync(prometheus, "sum(whatsapp_events_handled_total)") is 240, "it counted what was handled", Patience.Token);

        Assert.Equal(240, await ValueAsync(prometheus, """sum(whatsapp_deliveries_ack_duration_seconds_bucket{le="+Inf"})"""));
        Assert.Equal(20, await ValueAsync(prometheus, """sum(whatsapp_deliveries_refused_total{reason="Signature"})"""));
        Assert.Equal(40, await ValueAsync(prometheus, "sum(whatsapp_events_dead_lettered_total)"));
        Assert.Equal(40, await ValueAsync(prometheus, """sum(messaging_process_duration_seconds_count{handler="slow",error_type="timeout"})"""));
        Assert.Equal(240, await ValueAsync(prometheus, """sum(messaging_process_duration_seconds_count{handler="good",error_type=""})"""));
    }

    [Fact]
    public async Task promtool_accepts_what_a_service_at_work_shows()
    {
        Machine.NeedsCommands("promtool");
        await using var busy = new BusyReceiver();
        await Scrape.OfAsync(busy.Receiver);
        using var directory = new TemporaryDirectory();
        var work = busy.WorkAsync(rounds: 300);

        for (var scrape = 0; scrape is 0 || !work.IsCompleted; scrape++)
        {
            await File.WriteAllTextAsync(directory.File("metrics"), (await Scrape.OfAsync(busy.Receiver)).Text, Patience.Token);
            Assert.Equal(string.Empty, await Machine.RunAsync("sh", "-c", $"promtool check metrics < {directory.File("metrics")} 2>&1"));
        }

        await work;
        Assert.Equal([0], (await Scrape.OfAsync(busy.Receiver)).Values("whatsapp_metrics_left_out_total"));
    }

    private static async Task<double> ScrapesAsync(PrometheusProcess prometheus) => await ValueAsync(prometheus, "count_over_time(up[5m])");

    private static async Task<double> ValueAsync(PrometheusProcess prometheus, string query) =>
        (await prometheus.QueryAsync(query)) is [var series] ? double.Parse(series.GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static async Task<List<(string? Name, string? Health, string? Error)>> RulesAsync(PrometheusProcess prometheus) =>
    [
        .. (await prometheus.ReadAsync("/api/v1/rules")).GetProperty("groups").EnumerateArray().SelectMany(static group => group.GetProperty("rules").EnumerateArray()).Select(static rule =>
            (rule.GetProperty("name").GetString(), rule.GetProperty("health").GetString(), rule.TryGetProperty("lastError", out var error) ? error.GetString() : null)),
    ];
}
