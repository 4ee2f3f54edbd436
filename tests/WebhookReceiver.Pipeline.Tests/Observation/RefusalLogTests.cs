using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using WebhookReceiver.Observation;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Senders;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Observation;

[Trait("row", "O05")]
public sealed class RefusalLogTests : IDisposable
{
    private static readonly IPAddress Busy = IPAddress.Parse("203.0.113.7");

    private readonly ManualClock clock = new();
    private readonly ListLogger<RefusalLog> lines = new();
    private readonly MinuteReports reports;
    private readonly RefusalLog log;

    public RefusalLogTests()
    {
        reports = new MinuteReports(clock, new ListLogger<MinuteReports>());
        log = new RefusalLog(Bodies.Metrics(), new SenderAddresses(new TrustedProxies([])), reports, lines);
    }

    public void Dispose() => reports.Dispose();

    [Fact]
    public void A_burst_is_one_warning_and_the_next_one_has_the_number_of_all_since()
    {
        Refuse(1000, Refusal.Signature);
        Assert.Single(lines.Lines);

        clock.Advance(MinuteCounter.Interval - TimeSpan.FromTicks(1));
        Refuse(1, Refusal.Signature);
        Assert.Single(lines.Lines);

        clock.Advance(MinuteReports.LookInterval);

        Assert.Equal(2, lines.Lines.Count);
        Assert.Contains("refused 1000 request(s): Signature, answered with 401; from 203.0.113.7 (1000);", lines.Lines[1].Text, StringComparison.Ordinal);
        Assert.All(lines.Lines, static line => Assert.Equal((LogLevel.Warning, 1101), (line.Level, line.Id)));

        // Nothing has come since, so the next one is the first of its kind again and is reported at once.
        Refuse(1, Refusal.Signature);
        Assert.Equal(2, lines.Lines.Count);
        clock.Advance(MinuteCounter.Interval);
        clock.Advance(MinuteCounter.Interval);
        Assert.Equal(3, lines.Lines.Count);
        Refuse(1, Refusal.Signature);
        Assert.Equal(4, lines.Lines.Count);
    }

    [Fact]
    public void What_is_left_when_the_service_stops_is_told_then()
    {
        Refuse(3, Refusal.Signature);

        reports.Dispose();

        Assert.Contains("refused 2 request(s)", lines.Lines[^1].Text, StringComparison.Ordinal);
        Assert.Equal(2, lines.Lines.Count);
    }

    [Fact]
    public void Many_threads_lose_no_count()
    {
        Parallel.For(0, 10_000, _ => log.Refused("default", Refusal.Signature, Busy));

        reports.Dispose();

        var counted = lines.Lines.Sum(static line => int.Parse(line.Text.Split(' ')[3], CultureInfo.InvariantCulture));
        Assert.Equal((10_000, 2), (counted, lines.Lines.Count));
    }

    [Fact]
    public void Each_kind_and_each_endpoint_has_a_line_of_its_own()
    {
        Refuse(10, Refusal.Signature);
        Refuse(10, Refusal.TooLarge);
        log.Refused("shop", Refusal.Signature, Busy);

        Assert.Equal(3, lines.Lines.Count);
    }

    [Fact]
    public void Every_refusal_has_a_status_code_that_is_the_senders_or_asks_to_come_again() =>
        Assert.All(Enum.GetValues<Refusal>(), static refusal => Assert.True(refusal.StatusCode() is (>= 400 and < 500) or 503));

    private void Refuse(int times, Refusal refusal)
    {
        for (var time = 0; time < times; time++)
        {
            log.Refused("default", refusal, Busy);
        }
    }
}
