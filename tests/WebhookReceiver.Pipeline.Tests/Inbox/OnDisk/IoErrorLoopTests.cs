using WebhookReceiver.Deliveries;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>The same short run over and over, each time with the next call failing.</summary>
public sealed class IoErrorLoopTests : InboxTest
{
    [Theory]
    [Trait("row", "J20")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whichever_call_fails_once_or_for_ever_everything_acknowledged_is_there_afterwards(bool forEver)
    {
        var failures = 1;

        for (var nth = 1; failures > 0; nth++)
        {
            var disk = NewDisk(nth);
            disk.Faults.FailAt(nth, forEver, static _ => true);
            var acknowledged = new List<Delivery>();
            var next = disk;

            try
            {
                using var life = await InboxLife.StartAsync(disk, Folder, options: InboxLife.Settings(4096));

                if (!life.HasGivenUp)
                {
                    acknowledged.AddRange(await LiveAsync(life, nth));
                }

                failures = disk.Faults.Failures;
                next = await life.CutPowerAsync(nth);
            }
            catch (WhatsAppConfigurationException)
            {
                failures = disk.Faults.Failures;
                next = disk.AfterPowerCut(new Random(nth));
            }

            Assert.InRange(nth, 1, 400);
            AssertHolds(acknowledged, await OpenDeliveriesAsync(next, Folder));
        }
    }

    [Fact]
    [Trait("row", "S01")]
    public async Task After_a_failed_sync_the_batch_is_refused_its_segment_is_never_touched_again_and_the_next_batch_goes_to_another()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        var random = new Random(1);
        Assert.True(await life.AcceptAsync(HashedBody.Delivery(random, 100)));
        var failing = SegmentsOf(life.Disk, Folder.Deliveries)[^1];
        life.Disk.Faults.FailAt(1, forEver: false, call => call.Operation is DiskOperation.Sync && call.IsOn(failing));

        Assert.False(await life.AcceptAsync(HashedBody.Delivery(random, 100)));

        var before = life.Disk.Calls.Count;
        var again = HashedBody.Delivery(random, 100);
        Assert.True(await SettledAsync(life, again));
        Assert.DoesNotContain(life.Disk.Calls.Skip(before), call => call.IsOn(failing) && call.IsChange);
        Assert.Equal(DiskOperation.Sync, life.Disk.Calls.Last(call => call.IsOn(failing) && call.IsChange).Operation);
        Assert.NotEqual(failing, SegmentsOf(life.Disk, Folder.Deliveries)[^1]);
        AssertHolds([again], await OpenDeliveriesAsync(await life.CutPowerAsync(1), Folder));
    }

    [Theory]
    [Trait("row", "S04")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(3000)]
    [InlineData(9000)]
    public async Task A_full_disk_refuses_deliveries_keeps_existing_ones_and_resumes_when_there_is_room(int room)
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, options: InboxLife.Settings(4096));
        var random = new Random(room);
        var acknowledged = await life.AcceptAsync(Some(random, 5));
        life.Disk.Capacity = life.Disk.Paths.Sum(path => (long)life.Disk[path].Length) + room;

        for (var batch = 0; batch < 10; batch++)
        {
            acknowledged.AddRange(await life.AcceptAsync(Some(random, 3)));
        }

        Assert.False(life.Inbox.IsAccepting);
        var next = await life.CutPowerAsync(room);
        next.Capacity = long.MaxValue;
        using var after = await InboxLife.StartAsync(next, Folder);
        AssertHolds(acknowledged, after.TakeAll());
        Assert.True(await after.AcceptAsync(HashedBody.Delivery(random, 10)));
    }

    private static List<Delivery> Some(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => HashedBody.Delivery(random, random.Next(900)))];

    /// <summary>After a failure a new segment is tried immediately, on the writing thread; until then the inbox refuses.</summary>
    private static async Task<bool> SettledAsync(InboxLife life, Delivery delivery)
    {
        await life.UntilAcceptingAsync();
        return await life.AcceptAsync(delivery);
    }

    private static async Task<List<Delivery>> LiveAsync(InboxLife life, int seed)
    {
        var random = new Random(seed);
        var acknowledged = await life.AcceptAsync(Some(random, 4));
        var taken = life.TakeAll();
        taken.Take(1).ToList().ForEach(delivery => life.Outcomes.DeliverySettled(delivery.Position));
        _ = life.Outcomes.FlushAsync(CancellationToken.None).AsTask();
        acknowledged.RemoveAll(delivery => taken.Take(1).Any(one => one.Id == delivery.Id));
        acknowledged.AddRange(await life.AcceptAsync(Some(random, 8)));
        life.TakeAll();
        acknowledged.AddRange(await life.AcceptAsync(Some(random, 3)));
        return acknowledged;
    }
}
