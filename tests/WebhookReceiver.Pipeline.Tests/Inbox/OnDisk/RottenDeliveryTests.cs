using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>Bytes that go bad while the process runs cost only their own delivery, visibly and in its place.</summary>
[Trait("row", "Q15")]
public sealed class RottenDeliveryTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    [InlineData(4, 6)]
    [InlineData(10, 10)]
    public void Damaged_deliveries_are_returned_as_unreadable_in_their_place_copied_aside_and_counted(int first, int last)
    {
        using var feed = new FeedBench();
        feed.MakeDurable(10);

        for (var sequence = first; sequence <= last; sequence++)
        {
            feed.Rot(sequence);
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(number => (long)(number >= first && number <= last ? -number : number)), feed.Take());
        var range = Assert.Single(feed.Feed.Damage);
        Assert.Equal(feed.Positions[first - 1].Offset, range.Offset);
        var copy = Assert.Single(feed.Disk.Paths, static path => path.StartsWith("/inbox/damaged", StringComparison.Ordinal));
        Assert.Equal(feed.Disk[feed.FileOf(1)][(int)range.Offset..(int)(range.Offset + range.Length)], feed.Disk[copy]);
        Assert.Single(feed.Log.Lines, static line => line.Id is 1252);
        Assert.Single(feed.Log.Lines, static line => line.Id is 1224);
        Assert.Empty(feed.Take());
    }

    [Fact]
    public void Every_segment_may_be_damaged_and_order_is_kept_across_all_of_them()
    {
        using var feed = new FeedBench(segmentBytes: 600);
        feed.MakeDurable(30);
        List<long> rotten = [1, 2, 7, 8, 9, 15, 22, 29, 30];
        rotten.ForEach(number => feed.Rot(number));

        Assert.Equal(Enumerable.Range(1, 30).Select(number => rotten.Contains(number) ? -(long)number : number), feed.Take());
    }

    [Fact]
    public void Corruption_that_exists_only_in_the_cache_is_not_damage()
    {
        using var feed = new FeedBench();
        feed.MakeDurable(10);
        feed.Rot(1, onDisk: false);
        feed.Rot(5, onDisk: false);
        feed.Rot(10, onDisk: false);

        Assert.Equal(Enumerable.Range(1, 10).Select(static number => (long)number), feed.Take());

        feed.Rot(5, onDisk: false);
        Assert.Equal(5, feed.Feed.Reread(feed.Positions[4])!.Position.Sequence);
        Assert.Empty(feed.Feed.Damage);
        Assert.Empty(feed.Log.Lines);
    }

    [Fact]
    public void Damage_at_the_durable_end_does_not_hide_what_is_written_after_it()
    {
        using var feed = new FeedBench();
        feed.MakeDurable(3);
        feed.Publish();
        feed.Rot(3);
        Assert.Equal([1L, 2, -3], feed.Take());

        feed.MakeDurable(3);
        feed.Publish();

        Assert.Equal([4L, 5, 6], feed.Take());
        Assert.Single(feed.Feed.Damage);
    }

    [Fact]
    public void A_delivery_returned_as_unreadable_is_not_returned_again_when_it_is_published()
    {
        using var feed = new FeedBench(capacity: 10);
        feed.MakeDurable(3);
        feed.Rot(3);
        Assert.Equal([1L, 2, -3], feed.Take());

        feed.Publish();

        Assert.Empty(feed.Take());
    }

    [Fact]
    public void Damage_to_settled_deliveries_is_counted_and_returns_nothing()
    {
        using var feed = new FeedBench();
        feed.MakeDurable(4);
        feed.Segments.Settle(2);
        feed.Rot(2);

        Assert.Equal([1L, 3, 4], feed.Take());
        Assert.Single(feed.Feed.Damage);
        Assert.DoesNotContain(feed.Log.Lines, static line => line.Id is 1224);
    }

    [Fact]
    public void An_error_between_the_first_and_the_second_read_is_not_damage()
    {
        using var feed = new FeedBench();
        feed.MakeDurable(5);
        feed.Rot(3, onDisk: false);
        Assert.Equal([1L], feed.Take(1));
        feed.FailReads();

        Assert.Equal([2L], feed.Take());
        feed.Disk.Faults.Heal();
        feed.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([3L, 4, 5], feed.Take());
        Assert.Empty(feed.Feed.Damage);
    }

    [Fact]
    public void A_delivery_that_goes_bad_after_it_was_returned_cannot_be_reread_and_is_counted_once()
    {
        using var feed = new FeedBench();
        feed.MakeDurable(5);
        Assert.Equal(5, feed.Take().Count);
        feed.Rot(3);

        Assert.Null(feed.Feed.Reread(feed.Positions[2]));
        Assert.Null(feed.Feed.Reread(feed.Positions[2]));

        var range = Assert.Single(feed.Feed.Damage);
        Assert.Equal((feed.Positions[2].Offset, feed.Positions[3].Offset), (range.Offset, range.Offset + range.Length));
        Assert.Equal(2, feed.Feed.Reread(feed.Positions[1])!.Position.Sequence);
    }

    [Fact]
    public void An_intact_frame_that_is_not_a_delivery_is_returned_as_unreadable()
    {
        using var feed = new FeedBench();
        feed.MakeDurable(1);
        feed.MakeForeignFrame();
        feed.MakeDurable(1);

        Assert.Equal([1L, -2, 3], feed.Take());
        Assert.Null(feed.Feed.Reread(feed.Positions[1]));
        Assert.Empty(feed.Feed.Damage);
    }

    [Fact]
    public void A_truncated_segment_has_lost_what_was_beyond_its_end()
    {
        using var feed = new FeedBench();
        feed.MakeDurable(6);
        var path = feed.FileOf(1);
        feed.Disk[path] = feed.Disk[path][..((int)feed.Positions[3].Offset + 5)];

        Assert.Equal([1L, 2, 3, -4, -5, -6], feed.Take());
    }

    [Fact]
    public void A_file_much_shorter_than_its_segment_costs_few_calls()
    {
        using var feed = new FeedBench();
        feed.MakeDurable(1);
        var segment = feed.Segments.All[0];
        feed.Segments.Appended(2, 2, 0, 64 * 1024 * 1024);

        Assert.Equal([1L, -2], feed.Take());
        Assert.InRange(feed.Disk.Calls.Count(call => call.Operation is DiskOperation.Read && call.Path.Contains(segment.Name.ToString(), StringComparison.Ordinal)), 1, 50);
    }
}
