namespace WebhookReceiver.WhatsApp.Tests;

public sealed class StatusOrderTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeSeconds(1781000000);

    [Fact]
    public void The_first_status_is_news() => Assert.True(StatusOrder.IsNews(Status("delivered"), known: null));

    [Theory]
    [InlineData("sent", "delivered", true)]
    [InlineData("sent", "read", true)]
    [InlineData("delivered", "read", true)]
    [InlineData("READ", "played", true)]
    [InlineData("delivered", "sent", false)]
    [InlineData("read", "delivered", false)]
    [InlineData("played", "sent", false)]
    [InlineData("sent", "failed", true)]
    [InlineData("delivered", "failed", false)]
    [InlineData("read", "failed", false)]
    [InlineData("failed", "sent", false)]
    [InlineData("failed", "delivered", false)]
    [InlineData("failed", "read", false)]
    public void Nothing_goes_back_whatever_the_clock_says(string known, string state, bool isNews)
    {
        Assert.Equal(isNews, StatusOrder.IsNews(Status(state, seconds: -5), Status(known)));
        Assert.Equal(isNews, StatusOrder.IsNews(Status(state, seconds: 5), Status(known)));
        Assert.Equal(isNews, StatusOrder.IsNews(Status(state, seconds: null), Status(known)));
    }

    [Theory]
    [InlineData("read", "read")]
    [InlineData("failed", "failed")]
    [InlineData("sent", "hologram")]
    [InlineData("hologram", "read")]
    [InlineData("failed", "deleted")]
    [InlineData("warning", "failed")]
    public void Equal_states_and_states_without_a_rank_follow_the_clock(string known, string state)
    {
        Assert.True(StatusOrder.IsNews(Status(state, seconds: 1), Status(known)));
        Assert.False(StatusOrder.IsNews(Status(state, seconds: -1), Status(known)));
    }

    [Fact]
    public void Without_timestamps_a_different_word_is_news_and_the_same_is_not()
    {
        Assert.True(StatusOrder.IsNews(Status("deleted", seconds: null), Status("read")));
        Assert.False(StatusOrder.IsNews(Status("read", seconds: null), Status("READ")));
        Assert.False(StatusOrder.IsNews(Status("read"), Status("read")));
    }

    [Fact]
    public void A_failed_payment_can_be_captured_at_the_next_attempt()
    {
        var failed = Status("failed") with { StatusType = "payment" };
        var captured = Status("captured", seconds: 9) with { StatusType = "payment" };

        Assert.True(StatusOrder.IsNews(captured, failed));
        Assert.False(StatusOrder.IsNews(failed, captured));
    }

    [Fact]
    public void Only_states_in_a_messages_progress_have_a_rank()
    {
        DeliveryState[] way = [DeliveryState.Sent, new("DELIVERED"), DeliveryState.Read, DeliveryState.Played];

        Assert.Equal([1, 2, 3, 4], way.Select(state => state.Rank));
        Assert.All([DeliveryState.Failed, DeliveryState.Unknown, new("deleted"), default], state => Assert.Null(state.Rank));
    }

    private static MessageStatus Status(string state, int? seconds = 0) =>
        new() { State = new(state), OccurredAt = seconds is { } after ? Noon.AddSeconds(after) : null };
}
