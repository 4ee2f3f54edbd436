using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;
using WebhookReceiver.Operations.Telemetry;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Telemetry;

public sealed class When_traces_are_limited
{
    private readonly StoppedClock clock = new();

    [Fact]
    public void As_many_as_five_seconds_have_are_recorded_at_once_and_then_one_whenever_its_time_has_come()
    {
        var sampler = new RateLimitingSampler(4, clock);

        Assert.Equal(20, Recorded(sampler, 100));
        clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Equal(0, Recorded(sampler, 100));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Recorded(sampler, 100));

        // A quiet hour does not pay for more.
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(20, Recorded(sampler, 100));
    }

    [Fact]
    public void Less_than_one_in_five_seconds_is_one_at_a_time()
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
        var sampler = new RateLimitingSampler(10, clock);
        var recorded = 0;

        Parallel.For(0, 8, _ => Interlocked.Add(ref recorded, Recorded(sampler, 1000)));

        Assert.Equal(50, recorded);
    }

    [Fact]
    public void What_belongs_to_an_event_that_was_not_chosen_is_not_recorded_even_while_there_is_room()
    {
        var sampler = ReceiverSampler.Read(new ConfigurationBuilder().Build(), clock);
        var span = new SamplingParameters(parentContext: default, ActivityTraceId.CreateRandom(), "work", ActivityKind.Internal);

        NotificationTracing.EnterUntraced();
        Assert.Equal(SamplingDecision.Drop, sampler.ShouldSample(span).Decision);
        NotificationTracing.LeaveUntraced();
        Assert.Equal(SamplingDecision.RecordAndSample, sampler.ShouldSample(span).Decision);
    }

    [Fact]
    public void A_notification_that_was_chosen_is_recorded_although_nothing_is_left()
    {
        var sampler = ReceiverSampler.Read(new ConfigurationBuilder().AddInMemoryCollection([new("OTEL_TRACES_SAMPLER_ARG", "0.2")]).Build(), clock);
        var post = new SamplingParameters(parentContext: default, ActivityTraceId.CreateRandom(), NotificationTracing.Notification, ActivityKind.Server);
        var other = new SamplingParameters(parentContext: default, ActivityTraceId.CreateRandom(), "work", ActivityKind.Internal);

        Assert.True(sampler.Notifications!.TryChoose());
        Assert.False(sampler.Notifications.TryChoose());
        Assert.Equal(SamplingDecision.RecordAndSample, sampler.ShouldSample(post).Decision);
        Assert.Equal(SamplingDecision.Drop, sampler.ShouldSample(other).Decision);
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
