using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

public sealed class DeliveryWriterTests : InboxTest
{
    [Theory]
    [Trait("row", "J05")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_dispatched_or_acknowledged_before_its_sync(bool hasCaughtUp)
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);

        if (hasCaughtUp)
        {
            Assert.Null(life.Feed.TryTake());
        }

        using var hold = Hold(life, Folder.Deliveries);
        var answer = life.AcceptAsync(HashedBody.Delivery(new Random(1), 100));
        await hold.Arrived;

        Assert.Empty(life.TakeAll());
        Assert.False(answer.IsCompleted);

        hold.Release();
        Assert.True(await answer);
        Assert.Single(life.TakeAll());
    }

    [Fact]
    [Trait("row", "J06")]
    public async Task Deliveries_acknowledged_in_the_first_moments_of_a_new_folder_survive_a_power_cut()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            using var life = await InboxLife.StartAsync(NewDisk(seed), Folder);
            var delivery = HashedBody.Delivery(new Random(seed), 10);
            Assert.True(await life.AcceptAsync(delivery));

            AssertHolds([delivery], await OpenDeliveriesAsync(await life.CutPowerAsync(seed), Folder));
        }
    }

    [Fact]
    [Trait("row", "J06")]
    public async Task No_frame_is_written_to_a_segment_whose_entry_in_the_folder_is_not_durable()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, options: InboxLife.Settings(2048));
        await life.AcceptAsync(Enumerable.Range(0, 12).Select(seed => HashedBody.Delivery(new Random(seed), 900)));
        life.Disk.Faults.FailAt(1, forEver: true, call => call.Operation is DiskOperation.SyncDirectory && call.IsOn(Folder.Deliveries));

        Assert.Empty(await life.AcceptAsync(HashedBody.Delivery(new Random(99), 1900), HashedBody.Delivery(new Random(98), 1900)));

        var calls = life.Disk.Calls;
        var segments = calls.Where(call => call.Operation is DiskOperation.Create && call.IsIn(Folder.Deliveries)).ToList();
        Assert.True(segments.Count > 4);

        foreach (var segment in segments)
        {
            var frames = calls.Select(static (call, index) => (call, index))
                .Where(pair => pair.call.IsOn(segment.Path) && pair.call.Operation is DiskOperation.Write && pair.call.Offset > 0).Select(static pair => pair.index);
            var created = calls.ToList().IndexOf(segment);
            Assert.All(frames, index => Assert.Contains(
                calls.Skip(created).Take(index - created), call => call.Operation is DiskOperation.SyncDirectory && call.IsOn(Folder.Deliveries)));
        }
    }

    [Fact]
    [Trait("row", "J01")]
    public async Task Every_batch_is_one_write_and_one_sync_in_this_order()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, options: InboxLife.Settings(1024 * 1024));
        var before = life.Disk.Calls.Count;

        Assert.Equal(6, (await life.AcceptAsync(Enumerable.Range(0, 6).Select(seed => HashedBody.Delivery(new Random(seed), 50)))).Count);

        Assert.Equal(
            [DiskOperation.Write, DiskOperation.Sync, DiskOperation.Write, DiskOperation.Sync],
            life.Disk.Calls.Skip(before).Where(call => call.IsIn(Folder.Deliveries) && call.IsChange).Select(static call => call.Operation));
    }

    [Fact]
    [Trait("row", "S05")]
    public async Task When_the_disk_hangs_waiting_doors_are_answered_in_time_memory_is_bounded_and_service_resumes_afterwards()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, options: InboxLife.Settings(64 * 1024 * 1024));
        life.TakeAll();
        var random = new Random(1);
        using var hold = Hold(life, Folder.Deliveries);
        var held = life.AcceptAsync(HashedBody.Delivery(random, 100));
        await hold.Arrived;
        var body = HashedBody.Make(random, 8 * 1024 * 1024);
        List<Task<bool>> waiting = [.. Enumerable.Range(0, 9).Select(number => life.AcceptAsync(Of(body, number)))];

        // 64 MiB have room for seven with their frames' overhead besides the first; the others are refused immediately.
        Assert.Equal([false, false], waiting.Where(static answer => answer.IsCompleted).Select(static answer => answer.Result));
        Assert.False(held.IsCompleted);

        life.Clock.Advance(DeliveryQueue.Patience + TimeSpan.FromMilliseconds(1));

        Assert.False(await held);
        Assert.All(await Task.WhenAll(waiting), Assert.False);
        Assert.False(life.Inbox.IsAccepting);

        hold.Release();
        await life.UntilAcceptingAsync();
        Assert.True(await life.AcceptAsync(HashedBody.Delivery(random, 100)));

        // The first became durable in the end, although its sender does not know; the others were never written.
        Assert.Equal(2, life.TakeAll().Count);
    }

    [Fact]
    [Trait("row", "W12")]
    public async Task A_caller_that_blocks_after_its_answer_does_not_block_the_writing_thread()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        using var release = new ManualResetEventSlim();
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var hold = Hold(life, Folder.Deliveries);
        var first = life.AcceptAsync(HashedBody.Delivery(new Random(1), 10));
        await hold.Arrived;
        var blocking = first.ContinueWith(
            _ =>
            {
                blocked.SetResult();
                release.Wait();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        hold.Release();
        await blocked.Task;

        Assert.True(await life.AcceptAsync(HashedBody.Delivery(new Random(2), 10)).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

        release.Set();
        await blocking;
    }

    [Fact]
    [Trait("row", "J21")]
    public async Task A_sender_that_disconnects_and_a_reused_buffer_do_not_change_what_is_written()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        life.TakeAll();
        using var hold = Hold(life, Folder.Deliveries);
        var first = life.AcceptAsync(HashedBody.Delivery(new Random(1), 10));
        await hold.Arrived;
        var bytes = HashedBody.Make(new Random(2), 3000);
        var secrets = Bodies.Proof();
        var received = secrets.NewBody();
        received.Append(bytes);
        var second = life.AcceptAsync(new Delivery("default", received.Verify(Bodies.Signature(bytes))!, DateTimeOffset.UnixEpoch, phoneNumberId: null));

        // The client is gone, and its buffer is returned and reused by another.
        received.Dispose();
        using var reused = secrets.NewBody();
        Assert.Same(received, reused);
        reused.Append(Enumerable.Repeat((byte)0xDD, bytes.Length).ToArray());
        hold.Release();

        Assert.True(await first && await second);
        Assert.All(life.TakeAll(), static delivery => Assert.True(HashedBody.IsWhole(delivery.Body.Span)));
        Assert.All(await OpenDeliveriesAsync(await life.CutPowerAsync(1), Folder), static delivery => Assert.True(HashedBody.IsWhole(delivery.Body.Span)));
    }

    private static SimulatedDiskHold Hold(InboxLife life, string folder)
    {
        var hold = new SimulatedDiskHold(path => path.StartsWith(folder, StringComparison.Ordinal));
        life.Disk.Hold = hold;
        return hold;
    }

    private static Delivery Of(byte[] body, int number) =>
        Delivery.Restored(new Guid(number, 0, 0, new byte[8]), "default", body, DateTimeOffset.UnixEpoch, phoneNumberId: null, default);

    [Fact]
    public async Task A_delivery_that_arrives_while_a_new_segment_is_begun_waits_for_it_and_is_not_refused()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        Assert.True(await life.AcceptAsync(HashedBody.Delivery(new Random(1), 100)));
        using var hold = new SimulatedDiskHold(path => path.StartsWith(Folder.Deliveries, StringComparison.Ordinal));
        life.Disk.Hold = hold;

        life.Inbox.BeginAnew();
        await hold.Arrived;
        Assert.True(life.Inbox.IsAccepting);
        var answer = life.AcceptAsync(HashedBody.Delivery(new Random(2), 100));
        hold.Release();

        Assert.True(await answer);
        Assert.Equal(2, SegmentsOf(life.Disk, Folder.Deliveries).Count);
    }
}
