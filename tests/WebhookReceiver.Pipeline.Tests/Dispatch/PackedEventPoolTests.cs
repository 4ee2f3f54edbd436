using WebhookReceiver.Deliveries;
using WebhookReceiver.Dispatch;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Dispatch;

/// <summary>Consecutive events of a delivery share a node, and are removed one by one in their order.</summary>
[Trait("row", "X14")]
public sealed class PackedEventPoolTests
{
    private static readonly DeliveryPosition One = new(long.MaxValue, long.MaxValue);
    private static readonly DeliveryPosition Other = new(8, 0);

    private readonly PackedEventPool pool = new();

    [Fact]
    public void Two_million_in_a_row_take_one_node()
    {
        pool.Reserve(1);
        var row = pool.Append(default, One, 5, 2_000_000);

        Assert.Equal((2_000_000, 1), (pool.Count, pool.Nodes));
        Assert.Equal([(One, 5), (One, 6), (One, 7)], Take(ref row, 3));
        Assert.Equal((1_999_997, 1), (pool.Count, pool.Nodes));
    }

    [Fact]
    public void Other_events_are_removed_in_the_order_in_which_they_were_added()
    {
        pool.Reserve(5);
        var row = pool.Append(default, One, 0);
        row = pool.Append(row, One, 1);
        row = pool.Append(row, One, 3, 2);
        row = pool.Append(row, Other, 5);
        row = pool.Append(row, One, 5);

        Assert.Equal(4, pool.Nodes);
        Assert.Equal([(One, 0), (One, 1), (One, 3), (One, 4), (Other, 5), (One, 5)], Take(ref row, 6));
        Assert.True(row.IsEmpty);
        Assert.Equal((0, 0), (pool.Count, pool.Nodes));
    }

    [Fact]
    public void Rows_are_joined()
    {
        pool.Reserve(4);
        var row = pool.Append(default, One, 0, 2);
        var behind = pool.Append(pool.Append(default, One, 2, 2), Other, 0);
        row = pool.Join(row, behind);
        row = pool.Append(row, Other, 1);

        Assert.Equal([(One, 0), (One, 1), (One, 2), (One, 3), (Other, 0), (Other, 1)], Take(ref row, 6));
    }

    private List<(DeliveryPosition, int)> Take(ref PackedEvents row, int count)
    {
        var taken = new List<(DeliveryPosition, int)>();

        for (; count > 0; count--)
        {
            taken.Add(pool.FirstOf(row));
            row = pool.RemoveFirst(row);
        }

        return taken;
    }
}
