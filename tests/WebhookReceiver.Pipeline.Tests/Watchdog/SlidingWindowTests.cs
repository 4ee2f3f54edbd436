using WebhookReceiver.Watchdog;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Watchdog;

public sealed class SlidingWindowTests
{
    private readonly SlidingWindow window = new(TimeSpan.FromMinutes(10));

    [Fact]
    public void An_empty_window_has_not_changed() => Assert.Equal((0, 0), (window.Growth, window.Rise));

    [Fact]
    public void The_first_value_is_the_one_to_compare_with()
    {
        window.Add(TimeSpan.Zero, 40);

        Assert.Equal((0, 0), (window.Growth, window.Rise));
    }

    [Theory]
    [InlineData(9, 5)]
    [InlineData(10, 5)]
    [InlineData(11, 2)]
    public void A_change_counts_for_as_long_as_the_window_and_not_longer(int minutes, long growth)
    {
        window.Add(TimeSpan.Zero, 0);
        window.Add(TimeSpan.FromMinutes(1), 3);
        window.Add(TimeSpan.FromMinutes(minutes), 5);

        Assert.Equal(growth, window.Growth);
    }

    [Fact]
    public void A_gap_longer_than_the_window_hides_no_change()
    {
        window.Add(TimeSpan.Zero, 1);
        window.Add(TimeSpan.FromHours(5), 4);

        Assert.Equal(3, window.Growth);
    }

    [Fact]
    public void A_rise_is_counted_from_the_lowest_value()
    {
        window.Add(TimeSpan.Zero, 10);
        window.Add(TimeSpan.FromMinutes(1), 2);
        window.Add(TimeSpan.FromMinutes(2), 5);

        Assert.Equal((-5, 3), (window.Growth, window.Rise));
    }
}
