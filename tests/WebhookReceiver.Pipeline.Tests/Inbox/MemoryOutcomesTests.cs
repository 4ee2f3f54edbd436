using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox;

public sealed class MemoryOutcomesTests
{
    private readonly ManualClock clock = new();

    [Fact]
    [Trait("row", "W06")]
    public void A_settled_event_is_known_within_the_window_and_forgotten_after_it()
    {
        var settled = new SettledEvents(TimeSpan.FromDays(8), 10, clock);
        settled.Add(new EventId(1));

        clock.Advance(TimeSpan.FromDays(8));
        Assert.True(settled.Contains(new EventId(1)));

        clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(settled.Contains(new EventId(1)));
        settled.Add(new EventId(2));
        Assert.Equal(1, settled.Count);
    }

    [Fact]
    [Trait("row", "W14")]
    public void Above_the_capacity_the_oldest_is_forgotten_and_one_settled_again_counts_as_new()
    {
        var settled = new SettledEvents(TimeSpan.FromDays(8), 2, clock);

        foreach (var id in (UInt128[])[1, 2, 1, 3])
        {
            settled.Add(new EventId(id));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((true, false, true), (settled.Contains(new EventId(1)), settled.Contains(new EventId(2)), settled.Contains(new EventId(3))));
    }

    [Theory]
    [InlineData(3650)]
    [InlineData(-3650)]
    [Trait("row", "Q17")]
    public void A_step_of_the_wall_clock_makes_nothing_older_or_younger(int days)
    {
        var outcomes = new MemoryOutcomes(Options.Create(new InboxOptions()), clock);
        outcomes.EventSettled(new EventId(1));
        outcomes.DeadLettered(DeadLetterOf(), "{}"u8.ToArray());
        clock.SetWall(TimeSpan.FromDays(days));
        outcomes.EventSettled(new EventId(2));
        Assert.Equal((true, true, 1), (outcomes.IsSettled(new EventId(1)), outcomes.IsSettled(new EventId(2)), outcomes.All.Count));

        clock.Advance(TimeSpan.FromDays(8) + TimeSpan.FromTicks(1));
        Assert.Equal((false, false, 1), (outcomes.IsSettled(new EventId(1)), outcomes.IsSettled(new EventId(2)), outcomes.All.Count));
        clock.Advance(TimeSpan.FromDays(22));
        Assert.Empty(outcomes.All);
    }

    [Fact]
    public void Dead_letters_expire_after_their_retention_period()
    {
        var outcomes = new MemoryOutcomes(Options.Create(new InboxOptions()), clock);
        var deadLetter = DeadLetterOf();
        outcomes.DeadLettered(deadLetter, "{}"u8.ToArray());

        clock.Advance(TimeSpan.FromDays(30));
        Assert.Same(deadLetter, Assert.Single(outcomes.All));
        Assert.NotNull(outcomes.BodyOf(deadLetter.Id));

        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Empty(outcomes.All);
        Assert.Null(outcomes.Find(deadLetter.Id));
    }

    private DeadLetter DeadLetterOf() => new()
    {
        Id = Guid.NewGuid(),
        Key = default,
        EventType = "message.text",
        Endpoint = "default",
        DeliveryId = default,
        ReceivedAt = clock.GetUtcNow(),
        Cause = DeadLetterCause.NeverRetry,
        LastAttemptAt = clock.GetUtcNow(),
    };
}
