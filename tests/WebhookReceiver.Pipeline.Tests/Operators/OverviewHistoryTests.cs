using WebhookReceiver.Operators;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Operators;

public sealed class OverviewHistoryTests
{
    private readonly ManualClock clock = new();
    private readonly OverviewHistory history;

    public OverviewHistoryTests() => history = new OverviewHistory(clock);

    [Fact]
    public void Each_minute_has_what_was_counted_in_it_and_the_current_one_is_last()
    {
        Count(accepted: 5);
        clock.Advance(TimeSpan.FromMinutes(1));
        Count(accepted: 7);
        clock.Advance(TimeSpan.FromMinutes(2));
        Count(accepted: 10);

        var series = history.Series();

        Assert.Equal([5, 2, 0, 3], series.Accepted.Skip(OverviewHistory.Minutes - 4));
        Assert.Equal(OverviewHistory.Minutes, series.Accepted.Count);
        Assert.Equal(clock.GetUtcNow() - TimeSpan.FromMinutes(59), series.From);
    }

    [Fact]
    public void What_is_older_than_an_hour_is_gone()
    {
        Count(accepted: 5);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(5, history.Series().Accepted[0]);

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.All(history.Series().Accepted, static count => Assert.Equal(0, count));
    }

    [Fact]
    public void A_long_sleep_of_the_machine_leaves_empty_minutes()
    {
        Count(accepted: 5);

        clock.Advance(TimeSpan.FromDays(3));
        Count(accepted: 6);

        Assert.Equal(1, history.Series().Accepted.Sum());
    }

    [Fact]
    public void A_rate_is_that_of_the_last_ten_seconds()
    {
        for (var second = 0; second <= 30; second++)
        {
            Count(accepted: second < 20 ? 0 : (second - 20) * 4);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(40 / 11.0, history.Rates().Accepted, 3);
    }

    [Fact]
    public void Nothing_is_said_about_rates_before_there_are_samples() => Assert.Equal(default, history.Rates());

    private void Count(long accepted) => history.Add(new ReceiverTotals(accepted, 0, 0, 0, 0));
}
