using Microsoft.Extensions.Logging;
using WebhookReceiver.Observation;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Observation;

[Trait("row", "O05")]
public sealed class RefusalLogTests
{
    private readonly ManualClock clock = new();
    private readonly ListLogger<RefusalLog> lines = new();
    private readonly RefusalLog log;

    public RefusalLogTests() => log = new RefusalLog(Bodies.Metrics(), clock, lines);

    [Fact]
    public void A_burst_is_one_warning_and_the_next_one_has_the_number_of_all_since()
    {
        Refuse(1000, Refusal.Signature);
        Assert.Single(lines.Lines);

        clock.Advance(RefusalLog.Interval - TimeSpan.FromTicks(1));
        Refuse(1, Refusal.Signature);
        Assert.Single(lines.Lines);

        clock.Advance(TimeSpan.FromTicks(1));
        Refuse(1, Refusal.Signature);

        Assert.Equal(2, lines.Lines.Count);
        Assert.Contains("refused 1001 request(s): Signature, answered with 401", lines.Lines[1].Text, StringComparison.Ordinal);
        Assert.All(lines.Lines, static line => Assert.Equal((LogLevel.Warning, 1101), (line.Level, line.Id)));
    }

    [Fact]
    public void Each_kind_and_each_endpoint_has_a_line_of_its_own()
    {
        Refuse(10, Refusal.Signature);
        Refuse(10, Refusal.TooLarge);
        log.Refused("shop", Refusal.Signature);

        Assert.Equal(3, lines.Lines.Count);
    }

    [Fact]
    public void Every_refusal_has_a_status_code_that_is_the_senders_or_asks_to_come_again() =>
        Assert.All(Enum.GetValues<Refusal>(), static refusal => Assert.True(refusal.StatusCode() is (>= 400 and < 500) or 503));

    private void Refuse(int times, Refusal refusal)
    {
        for (var time = 0; time < times; time++)
        {
            log.Refused("default", refusal);
        }
    }
}
