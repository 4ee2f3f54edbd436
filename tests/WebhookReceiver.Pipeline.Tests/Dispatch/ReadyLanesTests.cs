using WebhookReceiver.Dispatch;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>Whose turn it is when there is more to do than fits into a batch.</summary>
[Trait("row", "W10")]
public sealed class ReadyLanesTests
{
    private const int Batch = 32;

    private readonly ReadyLanes ready = new();

    [Fact]
    public void A_lane_that_holds_a_place_does_not_wait_behind_a_thousand_new_ones()
    {
        Add(1000, LaneClass.Fresh);
        var admitted = Add(16, LaneClass.Admitted);

        Assert.Empty(admitted.Except(Take()));
    }

    [Fact]
    public void New_lanes_have_their_share_however_many_hold_a_place()
    {
        var fresh = Add(1000, LaneClass.Fresh);
        Add(1000, LaneClass.Admitted);

        Assert.Equal(fresh.Take(4), Take().Intersect(fresh));
    }

    [Fact]
    public void Each_kind_has_its_share_and_none_leaves_room_unused()
    {
        LaneClass[] kinds = [LaneClass.Fresh, LaneClass.Admitted, LaneClass.Retry, LaneClass.Replay];
        var lanes = kinds.ToDictionary(static kind => kind, kind => Add(100, kind));
        var taken = Take();

        Assert.Equal(Batch, taken.Count);
        Assert.Equal((4, 16, 8, 4), (Of(LaneClass.Fresh), Of(LaneClass.Admitted), Of(LaneClass.Retry), Of(LaneClass.Replay)));

        int Of(LaneClass kind) => taken.Intersect(lanes[kind]).Count();
    }

    [Theory]
    [InlineData((int)LaneClass.Fresh)]
    [InlineData((int)LaneClass.Admitted)]
    [InlineData((int)LaneClass.Retry)]
    [InlineData((int)LaneClass.Replay)]
    public void One_kind_alone_fills_the_batch(int kind)
    {
        var lanes = Add(100, (LaneClass)kind);

        Assert.Equal(lanes.Take(Batch), Take());
        Assert.Equal(100 - Batch, ready.Count);
    }

    private List<Lane> Add(int count, LaneClass kind)
    {
        var added = Enumerable.Range(0, count).Select(static _ => new Lane()).ToList();
        added.ForEach(lane => ready.Add(lane, kind, now: 0));
        return added;
    }

    private List<Lane> Take()
    {
        var taken = new List<Lane>();
        ready.Take(taken, Batch);
        return taken;
    }
}
