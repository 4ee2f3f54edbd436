using Xunit;

namespace WebhookReceiver.Postgres.Tests.Parts;

/// <summary>How many deliveries are open, by which the door is slowed down: a number that drifted would slow it down for ever.</summary>
public sealed class SlotTableTests
{
    private readonly SlotTable slots = new();

    public SlotTableTests()
    {
        slots.Own(1, epoch: 1, []);
        slots.Own(2, epoch: 1, []);
    }

    [Fact]
    public void A_delivery_is_open_in_each_of_its_slots_until_it_is_settled()
    {
        var position = Take(7, 1, 2);
        Assert.Equal(2, slots.Open);

        slots.Settle(position);
        slots.Settle(position);

        Assert.Equal(0, slots.Open);
    }

    [Fact]
    public void What_was_taken_in_a_slot_that_is_lost_is_open_no_longer_and_settles_nothing_when_the_slot_comes_back()
    {
        var position = Take(7, 1);
        Take(8, 2);
        slots.Lose([1]);
        Assert.Equal(1, slots.Open);

        slots.Own(1, epoch: 3, []);
        Take(7, 1);
        slots.Settle(position);

        Assert.Equal(2, slots.Open);
    }

    [Fact]
    public void What_was_settled_before_is_not_taken_and_not_open()
    {
        slots.Own(3, epoch: 1, [new SavedCursor(3, Writer: 5, Sequence: 10, Settled: [12])]);

        lock (slots.Gate)
        {
            Assert.False(slots.TryTake(3, 5, 10));
            Assert.True(slots.TryTake(3, 5, 11));
            Assert.False(slots.TryTake(3, 5, 12));
        }

        Assert.Equal(1, slots.Open);
    }

    private Deliveries.DeliveryPosition Take(long number, params byte[] own)
    {
        lock (slots.Gate)
        {
            Assert.All(own, slot => Assert.True(slots.TryTake(slot, writer: 5, number)));
            return slots.PositionOf(5, number, own);
        }
    }
}
