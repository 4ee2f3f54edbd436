using WebhookReceiver.Dispatch;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

[Trait("row", "W02")]
[Trait("row", "Q13")]
public sealed class RetryScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(8, 128)]
    [InlineData(9, 256)]
    [InlineData(10, 300)]
    [InlineData(64, 300)]
    [InlineData(1000, 300)]
    [InlineData(int.MaxValue, 300)]
    public void It_doubles_up_to_the_longest(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Schedule(0.5).DelayAfter(attempts));

    [Theory]
    [InlineData(0, 1, 0.8)]
    [InlineData(0.999999999, 1, 1.2)]
    [InlineData(0, 10, 240)]
    [InlineData(0.999999999, 10, 300)]
    public void Chance_makes_it_a_fifth_longer_or_shorter_and_never_longer_than_the_longest(double chance, int attempts, double seconds) =>
        Assert.Equal(seconds, Schedule(chance).DelayAfter(attempts).TotalSeconds, 0.001);

    [Fact]
    public void A_delay_is_never_nothing() =>
        Assert.True(new RetrySchedule(TimeSpan.FromTicks(1), TimeSpan.FromTicks(1), 5, static () => 0).DelayAfter(1) > TimeSpan.Zero);

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    public void It_is_exhausted_at_the_last_attempt(int attempts, bool isExhausted) => Assert.Equal(isExhausted, Schedule(0.5).IsExhausted(attempts));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(-5, 0)]
    [InlineData(24 * 30, 24 * 7)]
    public void A_time_that_a_handler_asks_for_is_neither_past_nor_beyond_the_window(int hours, int expected) =>
        Assert.Equal(TimeSpan.FromHours(expected), Schedule(0.5).DelayUntil(Now.AddHours(hours), Now, Now, TimeSpan.FromDays(8), attempts: 1));

    [Fact]
    public void The_window_counts_from_the_first_call() =>
        Assert.Equal(TimeSpan.FromDays(1), Schedule(0.5).DelayUntil(DateTimeOffset.MaxValue, Now.AddDays(-6), Now, TimeSpan.FromDays(8), attempts: 1));

    [Theory]
    [InlineData(-7)]
    [InlineData(-9)]
    public void When_the_window_is_over_it_is_the_usual_wait(int days) =>
        Assert.Equal(TimeSpan.FromSeconds(4), Schedule(0.5).DelayUntil(DateTimeOffset.MaxValue, Now.AddDays(days), Now, TimeSpan.FromDays(8), attempts: 3));

    [Fact]
    public void With_the_shortest_window_the_attempts_are_not_used_up_at_once()
    {
        var first = Schedule(0.5).DelayUntil(DateTimeOffset.MaxValue, Now, Now, TimeSpan.FromDays(1), attempts: 1);

        Assert.Equal(TimeSpan.FromHours(21), first);
        Assert.Equal(TimeSpan.FromSeconds(2), Schedule(0.5).DelayUntil(DateTimeOffset.MaxValue, Now, Now + first, TimeSpan.FromDays(1), attempts: 2));
    }

    [Fact]
    public void No_time_is_too_early_or_too_late() =>
        Assert.Equal(TimeSpan.Zero, Schedule(0.5).DelayUntil(DateTimeOffset.MinValue, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TimeSpan.FromDays(8), attempts: 1));

    private static RetrySchedule Schedule(double chance) => new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), 5, () => chance);
}
