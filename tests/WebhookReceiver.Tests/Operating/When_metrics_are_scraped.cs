using System.Diagnostics.Metrics;
using System.Net;
using WebhookReceiver.Operations.Metrics;
using WebhookReceiver.Tests.Durability.Harness;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Operating;

public sealed class When_metrics_are_scraped
{
    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task What_happened_since_the_first_scrape_is_counted()
    {
        var handled = new Countdown(3);
        await using var receiver = Receiver.Start(services: services => services.AddWhatsAppWebhooks().On<TextMessage>((TextMessage _) => handled.Signal()));
        Assert.DoesNotContain("whatsapp_deliveries_accepted_total{", await ScrapeAsync(receiver), StringComparison.Ordinal);

        for (var number = 0; number < 3; number++)
        {
            using var answer = await receiver.PostAsync(Notifications.Text("15550100300", $"wamid.{number}", "x"), Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await handled.Reached.WaitAsync(Token);
        var text = await ScrapeAsync(receiver);

        Assert.Contains("\nwhatsapp_deliveries_accepted_total{endpoint=\"default\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE whatsapp_lanes gauge", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_collections_total{", text, StringComparison.Ordinal);
        Assert.Equal([3], new Scrape(text).Values("http_server_request_duration_seconds_count", "\"POST\""));
    }

    [Fact]
    public async Task promtool_accepts_everything_and_no_label_has_a_person_or_a_text()
    {
        Machine.NeedsCommands("promtool");
        await using var receiver = Receiver.Start(services: static services => services.AddWhatsAppWebhooks().On<TextMessage>(static (TextMessage _) => { throw new InvalidOperationException("No desk for 15550100300"); }));
        await ScrapeAsync(receiver);
        using var answer = await receiver.PostAsync(Notifications.Text("15550100300", "wamid.secret", "the text"), Token);
        using var refused = await receiver.Http.PostAsync(receiver.Callback, new StringContent("{}"), Token);
        using var stray = await receiver.Http.GetAsync(new Uri(receiver.PublicUrl, "/nowhere"), Token);
        await Poll.UntilAsync(async () => (await ScrapeAsync(receiver)).Contains("whatsapp_handlers_failed_total{", StringComparison.Ordinal), "the handler failed", Token);
        var text = await ScrapeAsync(receiver);
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("metrics"), text, Token);

        Assert.Equal(string.Empty, await Machine.RunAsync("sh", "-c", $"promtool check metrics < {directory.File("metrics")} 2>&1"));
        Assert.All(["155501", "wamid", "the text", "No desk"], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_public_listener_has_none()
    {
        await using var receiver = Receiver.Start();

        using var answer = await receiver.Http.GetAsync(new Uri(receiver.PublicUrl, "/metrics"), Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public void Names_units_and_values_are_written_as_Prometheus_reads_them()
    {
        using var meters = new Meters();
        using var collector = new MetricsCollector(meters);
        var counter = meters.Meter.CreateCounter<long>("whatsapp.odd-name.total", "{thing}", "One \\ two\nthree");
        var bytes = meters.Meter.CreateCounter<int>("whatsapp.read", "By");
        var gauge = meters.Meter.CreateGauge<double>("1.share", "1");
        var load = meters.Meter.CreateUpDownCounter<long>("whatsapp.load");
        collector.Collect();
        counter.Add(1, new KeyValuePair<string, object?>("a.b", "say \"\\\"\nnow"));
        counter.Add(2, new KeyValuePair<string, object?>("a.b", "say \"\\\"\nnow"));
        counter.Add(4, new KeyValuePair<string, object?>("a.b", null));
        bytes.Add(5);
        gauge.Record(0.25);
        gauge.Record(0.5);
        load.Add(3);
        load.Add(-5);

        Assert.Equal(
            """
            # TYPE _1_share_ratio gauge
            _1_share_ratio 0.5
            # TYPE whatsapp_load gauge
            whatsapp_load -2
            # HELP whatsapp_odd_name_total One \\ two\nthree
            # TYPE whatsapp_odd_name_total counter
            whatsapp_odd_name_total{a_b=""} 4
            whatsapp_odd_name_total{a_b="say \"\\\"\nnow"} 3
            # TYPE whatsapp_read_bytes_total counter
            whatsapp_read_bytes_total 5

            """,
            Sorted(PrometheusText.Of(collector.Collect(), collector.Refused)));
    }

    [Fact]
    public void Buckets_of_a_histogram_include_those_below_them()
    {
        using var meters = new Meters();
        using var collector = new MetricsCollector(meters);
        var histogram = meters.Meter.CreateHistogram("whatsapp.time", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        collector.Collect();
        Array.ForEach([0.05, 0.1, 0.5, 7], value => histogram.Record(value));

        Assert.Equal(
            """
            # TYPE whatsapp_time_seconds histogram
            whatsapp_time_seconds_bucket{le="0.1"} 2
            whatsapp_time_seconds_bucket{le="1"} 3
            whatsapp_time_seconds_bucket{le="+Inf"} 4
            whatsapp_time_seconds_sum 7.65
            whatsapp_time_seconds_count 4

            """,
            Own(PrometheusText.Of(collector.Collect(), collector.Refused)));
    }

    [Fact]
    public void A_label_whose_values_never_end_makes_no_more_than_a_thousand_series()
    {
        using var meters = new Meters();
        using var collector = new MetricsCollector(meters);
        var counter = meters.Meter.CreateCounter<long>("whatsapp.flood");
        collector.Collect();

        for (var number = 0; number < 5000; number++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("number", number));
        }

        Assert.InRange(collector.Collect().Sum(static family => family.All.Count()), 900, SeriesLimit.Most);
        Assert.InRange(collector.Refused, 5000 - SeriesLimit.Most, 5000 - 900);
    }

    private static async Task<string> ScrapeAsync(Receiver receiver) => (await Scrape.OfAsync(receiver)).Text;

    /// <summary>What this test has measured, without what the runtime measures beside it.</summary>
    private static string Own(string text) => string.Concat(text.Split('\n').Where(static line => line.Contains("whatsapp_", StringComparison.Ordinal) || line.Contains("_1_", StringComparison.Ordinal))
        .Where(static line => !line.Contains("left_out", StringComparison.Ordinal)).Select(static line => line + "\n"));

    /// <summary>The series of a metric have no order of their own.</summary>
    private static string Sorted(string text)
    {
        var lines = Own(text).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        var series = lines.FindIndex(static line => line.StartsWith("whatsapp_odd_name_total{", StringComparison.Ordinal));
        lines.Sort(series, 2, StringComparer.Ordinal);
        return string.Concat(lines.Select(static line => line + "\n"));
    }

    /// <summary>The meter of the receiver, in a factory of its own, as each host has one.</summary>
    private sealed class Meters : IMeterFactory
    {
        public Meters() => Meter = Create(new MeterOptions("WebhookReceiver"));

        public Meter Meter { get; }

        public Meter Create(MeterOptions options) => new(options.Name, options.Version, options.Tags, scope: this);

        public void Dispose() => Meter.Dispose();
    }
}
