using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

public sealed class SequencesAndSegmentsTests
{
    [Fact]
    public void A_set_of_numbers_knows_what_was_added_across_the_edges_of_its_chunks()
    {
        var set = new SequenceSet();
        long[] numbers = [1, 63, 64, 65_535, 65_536, 65_537, 1L << 33, long.MaxValue];

        Assert.All(numbers, number => Assert.True(set.Add(number)));
        Assert.All(numbers, number => Assert.False(set.Add(number)));
        Assert.All(numbers, number => Assert.True(set.Contains(number)));
        Assert.False(set.Contains(2));
        Assert.True(set.ContainsAll(65_535, 65_537));
        Assert.False(set.ContainsAll(65_534, 65_537));
        Assert.True(set.ContainsAll(9, 8));
    }

    [Fact]
    public void Only_whole_chunks_below_a_number_are_forgotten()
    {
        var set = new SequenceSet();
        set.Add(1);
        set.Add(65_536);
        set.Add(131_072);

        set.ForgetBelow(131_071);

        Assert.False(set.Contains(1));
        Assert.True(set.Contains(65_536) && set.Contains(131_072));
    }

    [Fact]
    public void A_filter_never_rules_out_a_present_key_and_rarely_passes_an_absent_one()
    {
        var random = new Random(1);
        UInt128 Next() => new((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
        var filter = new KeyFilter(50_000);
        List<UInt128> keys = [.. Enumerable.Range(0, 50_000).Select(_ => Next())];
        keys.ForEach(filter.Add);

        Assert.All(keys, key => Assert.True(filter.MayContain(key)));
        Assert.InRange(Enumerable.Range(0, 50_000).Count(_ => filter.MayContain(Next())), 0, 1500);
    }

    [Fact]
    public void A_key_table_updates_times_and_returns_its_keys_in_order()
    {
        var table = new KeyTable();
        var random = new Random(2);
        var model = new Dictionary<UInt128, uint>();

        for (var step = 0; step < 20_000; step++)
        {
            var key = new UInt128((ulong)random.Next(100), (ulong)random.Next(1, 200));
            table.Add(key, (uint)step);
            model[key] = (uint)step;
        }

        Assert.Equal(model.OrderBy(static pair => pair.Key).Select(static pair => (pair.Key, pair.Value)), table.Sorted());
        Assert.All(model, pair => Assert.Equal(pair.Value, table.TimeOf(pair.Key)));
        Assert.Equal((0u, 19_999u), table.Times);
    }

    [Fact]
    public void Segments_know_what_is_open_where_a_delivery_is_stored_and_which_may_be_deleted()
    {
        var segments = new DeliverySegments();
        segments.Add(new DeliverySegment(new SegmentName(1, 1)));
        segments.Appended(1, 3, 10, 500);
        segments.Add(new DeliverySegment(new SegmentName(2, 1)));
        segments.Appended(5, 6, 20, 400);

        Assert.Equal(5, segments.Open);
        Assert.Equal([1L, 1, 2, 2], new long[] { 1, 3, 5, 6 }.Select(number => segments.Find(number)!.Name.Id));
        Assert.Null(segments.Find(4));
        Assert.Null(segments.Find(7));
        Assert.Null(segments.OldestFinished);

        segments.Settle(1);
        segments.Settle(1);
        segments.Settle(2);
        segments.Settle(3);
        Assert.Equal(2, segments.Open);
        Assert.False(segments.HasOpen(segments.All[0], 1));
        Assert.True(segments.HasOpen(segments.All[1], 6));
        Assert.Equal(2, segments.CountOpen(2, 6) - segments.CountOpen(4, 4));
        Assert.Equal(2, segments.After(null)!.Name.Id);
        var finished = segments.OldestFinished!;
        Assert.Equal(1, finished.Name.Id);

        segments.Remove(finished);
        segments.Settle(5);
        segments.Settle(6);
        Assert.Null(segments.OldestFinished);
        Assert.Equal(5, segments.OldestSequence);
        Assert.Null(segments.After(segments.All[0]));
    }
}
