using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Verification;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Verification;

[Trait("row", "H02")]
public sealed class BodyBlocksTests
{
    private const int Blocks = 8;
    private const int ForLarge = 6;

    private readonly ManualClock clock = new();
    private readonly BodyBlocks memory;

    public BodyBlocksTests() => memory = new BodyBlocks(Blocks * BodyBlocks.Size, clock);

    [Fact]
    public void A_part_is_kept_for_small_bodies()
    {
        var large = Bodies.Arriving(isProven: true);

        Assert.True(memory.TryRent(large, ForLarge, []));
        Assert.False(memory.TryRent(large, 1, []));
        Assert.True(memory.TryRent(Bodies.Arriving(isProven: true), 2, []));
        Assert.False(memory.TryRent(Bodies.Arriving(isProven: true), 1, []));
    }

    [Fact]
    public void What_was_refused_is_not_counted_and_what_is_returned_is_used_again()
    {
        var (body, blocks) = (Bodies.Arriving(isProven: true), new List<byte[]>());
        Assert.False(memory.TryRent(body, ForLarge + 1, blocks));
        Assert.Empty(blocks);

        Assert.True(memory.TryRent(body, ForLarge, blocks));
        var used = blocks.ToHashSet();
        memory.Return(body, blocks);
        Assert.Empty(blocks);

        Assert.True(memory.TryRent(body, ForLarge, blocks));
        Assert.All(blocks, block => Assert.Contains(block, used));
    }

    [Fact]
    public void The_slowest_that_proved_nothing_goes_for_a_faster_one()
    {
        var slow = Bodies.Arriving(since: Ago(10), bytes: 100_000);
        var slower = Bodies.Arriving(since: Ago(10), bytes: 50_000);
        var known = Bodies.Arriving(isProven: true, since: Ago(10), bytes: 1);
        Assert.True(memory.TryRent(slow, 2, []));
        Assert.True(memory.TryRent(slower, 3, []));
        Assert.True(memory.TryRent(known, 1, []));

        Assert.True(memory.TryRent(Bodies.Arriving(since: Ago(1), bytes: 80_000), 3, []));

        Assert.Equal((false, true, false), (slow.IsEvicted, slower.IsEvicted, known.IsEvicted));
    }

    [Fact]
    public void One_that_is_slower_than_all_others_is_refused_unless_it_has_proved_who_it_is()
    {
        var fast = Bodies.Arriving(since: Ago(1), bytes: 100_000);
        Assert.True(memory.TryRent(fast, ForLarge, []));

        Assert.False(memory.TryRent(Bodies.Arriving(since: Ago(10), bytes: 100), 3, []));
        Assert.False(fast.IsEvicted);

        Assert.True(memory.TryRent(Bodies.Arriving(isProven: true, since: Ago(10), bytes: 100), 3, []));
        Assert.True(fast.IsEvicted);
    }

    [Fact]
    public void Blocks_of_an_evicted_body_are_counted_once()
    {
        var (slow, blocks) = (Bodies.Arriving(since: Ago(10)), new List<byte[]>());
        var fast = Bodies.Arriving(isProven: true, bytes: 100_000);
        Assert.True(memory.TryRent(slow, ForLarge, blocks));
        Assert.True(memory.TryRent(fast, ForLarge, []));

        memory.Return(slow, blocks);

        Assert.False(memory.TryRent(fast, 1, []));
        Assert.True(memory.TryRent(Bodies.Arriving(isProven: true), Blocks - ForLarge, []));
        Assert.False(memory.TryRent(Bodies.Arriving(isProven: true), 1, []));
    }

    [Fact]
    public void What_was_not_needed_since_the_previous_look_is_dropped()
    {
        var (large, blocks) = (Bodies.Arriving(isProven: true), new List<byte[]>());
        Assert.True(memory.TryRent(large, ForLarge, blocks));
        memory.Return(large, blocks);
        Assert.Equal(0, memory.DropUnused());

        var (small, kept) = (Bodies.Arriving(isProven: true), new List<byte[]>());
        Assert.True(memory.TryRent(small, 2, kept));
        Assert.Equal((ForLarge - 2) * BodyBlocks.Size, memory.DropUnused());

        var used = kept.ToHashSet();
        memory.Return(small, kept);
        Assert.Equal(0, memory.DropUnused());
        Assert.Equal(2 * BodyBlocks.Size, memory.DropUnused());

        Assert.True(memory.TryRent(large, ForLarge, blocks));
        Assert.All(blocks, block => Assert.DoesNotContain(block, used));
    }

    [Fact]
    public void Nothing_is_lost_by_many_threads()
    {
        Parallel.For(0, 10_000, _ =>
        {
            var (body, blocks) = (Bodies.Arriving(isProven: true), new List<byte[]>());
            memory.TryRent(body, 3, blocks);
            memory.Return(body, blocks);
        });

        Assert.True(memory.TryRent(Bodies.Arriving(isProven: true), ForLarge, []));
        Assert.True(memory.TryRent(Bodies.Arriving(isProven: true), Blocks - ForLarge, []));
    }

    private long Ago(int seconds) => clock.GetTimestamp() - TimeSpan.FromSeconds(seconds).Ticks;
}
