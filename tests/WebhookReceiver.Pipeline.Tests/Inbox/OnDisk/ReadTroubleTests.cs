using Microsoft.Extensions.Logging;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>A disk that cannot be read for a while costs time, but no deliveries and no order.</summary>
[Trait("row", "Q14")]
public sealed class ReadTroubleTests
{
    [Theory]
    [InlineData(DiskOperation.Open, 1)]
    [InlineData(DiskOperation.Open, 15)]
    [InlineData(DiskOperation.Read, 1)]
    [InlineData(DiskOperation.Read, 15)]
    public void A_segment_that_cannot_be_read_for_some_attempts_is_read_from_where_it_stopped_and_what_follows_waits(object operation, int times)
    {
        using var feed = new FeedBench(segmentBytes: 500);
        feed.MakeDurable(12);
        var given = feed.Take(2);
        feed.FailReads(times, (DiskOperation)operation);
        feed.MakeDurable(2);
        feed.Publish();

        for (var tries = 0; tries <= times; tries++)
        {
            given.AddRange(feed.Take());
            feed.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(times, feed.Disk.Faults.Failures);
        Assert.Equal(Enumerable.Range(1, 14).Select(static number => (long)number), given);
        Assert.Empty(feed.Feed.Damage);
    }

    [Fact]
    public void A_segment_that_can_never_be_read_is_retried_for_ever_with_pauses_that_double_up_to_half_a_minute()
    {
        using var feed = new FeedBench(segmentBytes: 500);
        feed.MakeDurable(12);
        feed.FailReads();
        var tries = new List<int>();
        var begun = feed.Clock.GetUtcNow();

        for (var second = 0; second <= 120; second++)
        {
            var before = feed.Disk.Faults.Failures;
            Assert.Empty(feed.Take());
            Assert.Empty(feed.Take());

            if (feed.Disk.Faults.Failures > before)
            {
                Assert.Equal(before + 1, feed.Disk.Faults.Failures);
                tries.Add(second);
            }

            feed.MakeDurable(1);
            feed.Publish();
            feed.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 1, 3, 7, 15, 31, 61, 91], tries);
        var path = feed.FileOf(1);
        Assert.All(feed.Disk.Calls.Where(static call => call.Operation is DiskOperation.Open), call => Assert.True(call.IsOn(path)));
        Assert.Equal((Path.GetFileName(path), begun, 8), (feed.Feed.Trouble!.What, feed.Feed.Trouble.Since, feed.Feed.Trouble.Tries));
        Assert.Equal([1221, 1222], feed.Log.Lines.Select(static line => line.Id));
    }

    [Fact]
    public void The_failure_is_logged_when_it_begins_once_a_minute_while_it_lasts_and_when_it_ends()
    {
        using var feed = new FeedBench();
        feed.MakeDurable(3);
        Assert.Null(feed.Feed.Trouble);
        feed.FailReads();

        for (var second = 0; second < 600; second++)
        {
            Assert.Empty(feed.Take());
            feed.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(feed.Feed.Trouble);
        Assert.Single(feed.Log.Lines, static line => line.Id is 1221);
        Assert.InRange(feed.Log.Lines.Count(static line => line.Id is 1222), 5, 10);

        feed.Disk.Faults.Heal();
        feed.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([1L, 2, 3], feed.Take());
        Assert.Null(feed.Feed.Trouble);
        Assert.Equal((LogLevel.Information, 1223), (feed.Log.Lines[^1].Level, feed.Log.Lines[^1].Id));

        // The next failure starts with the short pause again.
        feed.MakeDurable(3);
        feed.Publish();
        feed.FailReads();
        Assert.Equal([4L], feed.Take());
        feed.Disk.Faults.Heal();
        feed.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([5L, 6], feed.Take());
    }

    [Fact]
    public async Task A_waiter_is_woken_when_the_pause_ends_and_not_by_what_is_published_in_the_meantime()
    {
        using var feed = new FeedBench();
        feed.MakeDurable(3);
        feed.FailReads();
        Assert.Empty(feed.Take());

        var waiting = feed.Feed.WaitAsync(TestContext.Current.CancellationToken).AsTask();
        feed.MakeDurable(1);
        feed.Publish();
        feed.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(waiting.IsCompleted);

        feed.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await waiting);

        Assert.Empty(feed.Take());
        waiting = feed.Feed.WaitAsync(TestContext.Current.CancellationToken).AsTask();
        feed.Feed.Close();
        Assert.False(await waiting);
    }

    [Fact]
    public void A_wait_continues_on_the_callers_own_context_however_it_ends()
    {
        var context = new QueueingContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);

        try
        {
            using var feed = new FeedBench();
            using var cancelling = new CancellationTokenSource();
            var token = cancelling.Token;
            feed.Take();
            var published = WaitedAsync(() => feed.Feed.WaitAsync(CancellationToken.None));
            var cancelled = WaitedAsync(() => feed.Feed.WaitAsync(token));
            cancelling.Cancel();
            feed.MakeDurable(1);
            feed.Publish();
            Assert.False(published.IsCompleted || cancelled.IsCompleted);
            Assert.Equal(2, context.Run());
            Assert.True(published.IsCompletedSuccessfully && cancelled.IsCanceled);

            feed.Take();
            feed.MakeDurable(3);
            feed.Publish();
            feed.FailReads();
            feed.Take();
            var paused = WaitedAsync(() => feed.Feed.WaitAsync(CancellationToken.None));
            feed.Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(1, context.Run());
            Assert.True(paused.IsCompletedSuccessfully);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Fact]
    public void A_segment_whose_rest_was_settled_in_the_meantime_is_not_waited_for()
    {
        using var feed = new FeedBench(segmentBytes: 400);
        feed.MakeDurable(12);
        var oldest = feed.Segments.All[0];
        Assert.Equal([1L], feed.Take(1));
        Assert.True(oldest.LastSequence > 1);
        feed.Feed.Dispose();

        for (var sequence = 1; sequence <= oldest.LastSequence; sequence++)
        {
            feed.Segments.Settle(sequence);
        }

        feed.Disk.Remove(feed.FileOf(1));
        feed.Segments.Remove(oldest);

        Assert.Equal(Enumerable.Range((int)oldest.LastSequence + 1, 12 - (int)oldest.LastSequence).Select(static number => (long)number), feed.Take());
        Assert.Null(feed.Feed.Trouble);
    }

    [Theory]
    [InlineData(DiskOperation.Open)]
    [InlineData(DiskOperation.Read)]
    public void Rereading_throws_while_the_disk_cannot_be_read_and_succeeds_afterwards(object operation)
    {
        using var feed = new FeedBench(capacity: 10);
        feed.MakeDurable(3);
        feed.FailReads(operation: (DiskOperation)operation);

        Assert.Throws<IOException>(() => feed.Feed.Reread(feed.Positions[1]));
        feed.Disk.Faults.Heal();

        Assert.Equal(2, feed.Feed.Reread(feed.Positions[1])!.Position.Sequence);
        Assert.Empty(feed.Feed.Damage);
        Assert.Empty(feed.Log.Lines);
    }

    [Fact]
    public void Rereading_throws_when_a_file_that_should_exist_is_missing()
    {
        using var feed = new FeedBench();
        feed.MakeDurable(3);
        feed.Disk.Remove(feed.FileOf(1));

        Assert.Throws<IOException>(() => feed.Feed.Reread(feed.Positions[1]));
    }

    private static async Task<bool> WaitedAsync(Func<ValueTask<bool>> wait) => await wait();

    /// <summary>Runs what is posted to it only when the test triggers it.</summary>
    private sealed class QueueingContext : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> posted = new();

        public override void Post(SendOrPostCallback d, object? state) => posted.Enqueue((d, state));

        public int Run()
        {
            var count = 0;

            for (; posted.TryDequeue(out var item); count++)
            {
                item.Callback(item.State);
            }

            return count;
        }
    }
}
