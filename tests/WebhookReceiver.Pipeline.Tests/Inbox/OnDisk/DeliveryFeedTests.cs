using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

public sealed class DeliveryFeedTests
{
    [Fact]
    [Trait("row", "J25")]
    public void Order_is_kept_and_nothing_is_returned_twice_however_writer_and_worker_interleave_and_however_small_the_channel_is()
    {
        for (var seed = 0; seed < 1500; seed++)
        {
            var random = new Random(seed);
            using var feed = new FeedBench(capacity: random.Next(1, 6), segmentBytes: random.Next(300, 3000));
            var given = new List<long>();

            for (var step = 0; step < 60; step++)
            {
                switch (random.Next(3))
                {
                    case 0:
                        feed.MakeDurable(random.Next(1, 5));
                        break;
                    case 1:
                        feed.Publish();
                        break;
                    default:
                        given.AddRange(feed.Take(random.Next(1, 6)));
                        break;
                }
            }

            feed.Publish();
            given.AddRange(feed.Take(int.MaxValue));
            Assert.True(given.SequenceEqual(Enumerable.Range(1, (int)feed.Last).Select(static number => (long)number)), $"seed {seed}: {string.Join(' ', given)}");
        }
    }

    [Fact]
    public void A_delivery_read_from_the_journal_before_it_was_published_is_not_returned_again()
    {
        using var feed = new FeedBench(capacity: 10, segmentBytes: 4096);
        feed.MakeDurable(1);

        Assert.Equal([1], feed.Take(5));
        feed.Publish();

        Assert.Empty(feed.Take(5));
    }

    [Fact]
    public async Task Order_is_kept_when_more_is_published_than_fits_while_the_worker_is_reading()
    {
        const int Rounds = 20_000;
        using var feed = new FeedBench(capacity: 1, segmentBytes: 64 * 1024);
        feed.Take(1);
        var writer = Task.Run(
            () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    feed.MakeDurable(2);
                    feed.Publish();
                }
            },
            TestContext.Current.CancellationToken);
        var given = new List<long>();

        while (given.Count < 2 * Rounds && !(writer.IsCompleted && given.Count > 2 * Rounds))
        {
            given.AddRange(feed.Take(1));
        }

        await writer;
        Assert.Equal(Enumerable.Range(1, 2 * Rounds).Select(static number => (long)number), given);
    }

    [Fact]
    public void Settled_deliveries_are_not_read_back()
    {
        using var feed = new FeedBench(capacity: 1, segmentBytes: 64 * 1024);
        feed.MakeDurable(5);
        feed.Segments.Settle(2);
        feed.Segments.Settle(5);

        Assert.Equal([1L, 3, 4], feed.Take(10));
    }

    [Fact]
    public async Task A_waiter_is_woken_when_something_is_published_and_when_the_feed_is_closed()
    {
        using var feed = new FeedBench(capacity: 1, segmentBytes: 64 * 1024);
        feed.Take(1);
        var waiting = feed.Feed.WaitAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);

        feed.MakeDurable(1);
        feed.Publish();
        Assert.True(await waiting);
        Assert.Single(feed.Take(5));

        waiting = feed.Feed.WaitAsync(TestContext.Current.CancellationToken).AsTask();
        feed.Feed.Close();
        Assert.False(await waiting);
        Assert.False(await feed.Feed.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Empty(feed.Take(1));
    }
}
