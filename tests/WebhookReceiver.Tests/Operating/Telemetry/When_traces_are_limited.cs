using OpenTelemetry.Trace;
using WebhookReceiver.Operations.Telemetry;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Telemetry;

public sealed class When_traces_are_limited
{
    private readonly StoppedClock clock = new();

    [Fact]
    public void As_many_as_a_second_has_are_recorded_at_once_and_then_one_whenever_its_time_has_come()
    {
        var sampler = new RateLimitingSampler(4, clock);

        Assert.Equal(4, Recorded(sampler, 100));
        clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Equal(0, Recorded(sampler, 100));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Recorded(sampler, 100));

        // A quiet hour does not pay for more than a second.
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(4, Recorded(sampler, 100));
    }

    [Fact]
    public void Less_than_one_a_second_is_one_at_a_time()
    {
        var sampler = new RateLimitingSampler(0.1, clock);

        Assert.Equal(1, Recorded(sampler, 100));
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, Recorded(sampler, 100));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, Recorded(sampler, 100));
    }

    [Fact]
    public void However_many_threads_ask_no_more_are_recorded()
    {
        var sampler = new RateLimitingSampler(50, clock);
        var recorded = 0;

        Parallel.For(0, 8, _ => Interlocked.Add(ref recorded, Recorded(sampler, 1000)));

        Assert.Equal(50, recorded);
    }

    private static int Recorded(RateLimitingSampler sampler, int asked) =>
        Enumerable.Range(0, asked).Count(_ => sampler.ShouldSample(default).Decision is SamplingDecision.RecordAndSample);

    /// <summary>Time passes only when the test says so.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        private TimeSpan now = TimeSpan.FromDays(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now.Ticks;

        public void Advance(TimeSpan by) => now += by;
    }
}
