using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

public sealed class DeliveryRecoveryTests : InboxTest
{
    [Fact]
    [Trait("row", "J09")]
    public async Task Deliveries_accepted_after_a_torn_tail_survive_the_next_crash()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(1000 + seed);
            var (disk, acknowledged) = await FilledAsync(3, seed);
            var last = SegmentsOf(disk, Folder.Deliveries)[^1];
            var torn = disk[last];
            disk[last] = [.. torn, .. torn.AsSpan(SegmentHeader.Size, random.Next(1, torn.Length - SegmentHeader.Size))];

            for (var restart = 0; restart < 3; restart++)
            {
                using var life = await InboxLife.StartAsync(disk, Folder);
                AssertHolds(acknowledged, life.TakeAll());
                acknowledged.AddRange(await life.AcceptAsync(Some(random, random.Next(1, 4))));
                disk = await life.CutPowerAsync(seed + restart);
            }

            AssertHolds(acknowledged, await OpenDeliveriesAsync(disk, Folder));
        }
    }

    [Fact]
    [Trait("row", "J10")]
    public async Task Damage_in_the_middle_of_an_old_segment_is_reported_and_copied_aside_and_what_follows_is_recovered()
    {
        var (disk, acknowledged) = await FilledAsync(30, seed: 1);
        var segments = SegmentsOf(disk, Folder.Deliveries);
        Assert.True(segments.Count > 3);
        var bytes = disk[segments[1]];
        var frames = Journal.SegmentFile.Read(bytes, NameOf(segments[1])).Frames;
        Assert.True(frames.Count > 2);
        bytes[frames[1].Offset + 50] ^= 1;
        disk[segments[1]] = bytes;
        var damaged = bytes[(int)frames[1].Offset..(int)frames[2].Offset];

        for (var start = 0; start < 2; start++)
        {
            using var life = await InboxLife.StartAsync(disk, Folder);

            var given = life.TakeAll();
            Assert.Equal(acknowledged.Select(static delivery => delivery.Position.Sequence), given.Select(static delivery => delivery.Position.Sequence));
            Assert.Equal(frames[1].Sequence, Assert.Single(given, static delivery => delivery.IsUnreadable).Position.Sequence);
            Assert.Equal([new DamagedRange(NameOf(segments[1]), frames[1].Offset, damaged.Length)], life.Inbox.Damage);
            Assert.Contains(life.Log.Lines, static line => line.Id is 1252);
            disk = await life.CutPowerAsync(start);
            var copy = Assert.Single(disk.Paths, path => path.StartsWith(Folder.Damaged, StringComparison.Ordinal));
            Assert.Equal(damaged, disk[copy]);
        }
    }

    [Fact]
    [Trait("row", "J10")]
    public async Task A_truncated_old_segment_is_not_a_torn_tail_and_is_reported()
    {
        foreach (var folder in new[] { Folder.Deliveries, Folder.Outcomes })
        {
            var (disk, _) = await FilledAsync(30, seed: 1);
            using (var later = await InboxLife.StartAsync(disk, Folder))
            {
                disk = await later.KillAsync();
            }

            var cut = SegmentsOf(disk, folder)[0];
            var bytes = disk[cut];
            disk[cut] = bytes[..^10];

            using var life = await InboxLife.StartAsync(disk, Folder);

            var range = Assert.Single(life.Inbox.Damage);
            Assert.Equal((NameOf(cut), bytes.Length), (range.Segment, range.Offset + range.Length));
            Assert.Contains(life.Log.Lines, static line => line.Id is 1252);
        }
    }

    [Theory]
    [Trait("row", "J11")]
    [InlineData("deliveries")]
    [InlineData("outcomes")]
    public async Task A_missing_segment_in_the_middle_stops_the_start_unless_the_loss_is_accepted(string part)
    {
        var (disk, acknowledged) = await FilledAsync(30, seed: 2);

        for (var restart = 0; restart < 2; restart++)
        {
            using var more = await InboxLife.StartAsync(disk, Folder);
            disk = await more.KillAsync();
        }

        var segments = SegmentsOf(disk, Path.Combine(Folder.Path, part));
        var lost = Journal.SegmentFile.Read(disk[segments[1]], NameOf(segments[1])).Frames.Count;
        disk.Remove(segments[1]);

        var refusal = await Assert.ThrowsAsync<WhatsAppConfigurationException>(() => InboxLife.StartAsync(disk, Folder));
        Assert.Contains(Path.GetFileName(segments[1])[..16], refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--accept-loss", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(NameOf(segments[1]).Id, Assert.Single(SegmentCatalogue.MissingFrom(SegmentCatalogue.Read(disk, Path.Combine(Folder.Path, part)))));

        var settings = InboxLife.Settings();
        settings.AcceptLoss = true;
        using var life = await InboxLife.StartAsync(disk, Folder, options: settings);
        Assert.Contains(life.ClaimLog.Lines, static line => line.Id is 1204);

        if (part is "deliveries")
        {
            Assert.Equal(acknowledged.Count - lost, life.TakeAll().Count);
        }
    }

    [Fact]
    [Trait("row", "J11")]
    public async Task The_oldest_segments_may_be_missing_because_retention_deletes_oldest_first()
    {
        var (disk, _) = await FilledAsync(30, seed: 2);
        var segments = SegmentsOf(disk, Folder.Deliveries);
        disk.Remove(segments[0]);
        disk.Remove(segments[1]);

        Assert.NotEmpty(await OpenDeliveriesAsync(disk, Folder));
    }

    [Fact]
    [Trait("row", "J13")]
    public async Task Recovery_that_dies_at_any_call_and_is_repeated_has_the_same_result()
    {
        var (filled, _) = await FilledAsync(24, seed: 3, settle: 5);

        // All of it is durable, so that any later difference is caused by recovery.
        using (var life = await InboxLife.StartAsync(filled, Folder))
        {
            await life.StopAsync();
            filled = filled.AfterKill();
        }

        var segments = SegmentsOf(filled, Folder.Deliveries);
        var bytes = filled[segments[1]];
        bytes.AsSpan(200, 40).Fill(0xDD);
        filled[segments[1]] = bytes;
        filled[segments[^1]] = [.. filled[segments[^1]], .. bytes.AsSpan(0, 333)];
        filled[Path.Combine(Folder.Keys, "torn.keys")] = [1, 2, 3];
        var expected = await ResultAsync(filled.AfterKill());
        var failures = 1;

        for (var nth = 1; failures > 0; nth++)
        {
            var disk = filled.AfterKill();
            disk.Faults.FailAt(nth, forEver: true, static _ => true);

            try
            {
                using var life = await InboxLife.StartAsync(disk, Folder);
            }
            catch (WhatsAppConfigurationException)
            {
                // It died before it began.
            }

            failures = disk.Faults.Failures;
            disk = nth % 2 is 0 ? disk.AfterKill() : disk.AfterPowerCut(new Random(nth));
            Assert.Equal(expected, await ResultAsync(disk));
            Assert.InRange(nth, 1, 400);
        }
    }

    [Fact]
    [Trait("row", "J18")]
    public async Task Whatever_is_dispatched_after_a_restart_was_synced_by_recovery()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        life.TakeAll();
        using var hold = new SimulatedDiskHold(path => path.StartsWith(Folder.Deliveries, StringComparison.Ordinal));
        life.Disk.Hold = hold;
        _ = life.AcceptAsync(HashedBody.Delivery(new Random(1), 100));
        await hold.Arrived;
        using var second = await InboxLife.StartAsync(await life.KillAsync(), Folder);
        var dispatched = second.TakeAll();
        Assert.Single(dispatched);

        AssertHolds(dispatched, await OpenDeliveriesAsync(await second.CutPowerAsync(0), Folder));
    }

    [Fact]
    [Trait("row", "J12")]
    public async Task The_numbers_of_a_failed_segment_are_not_reused_after_a_restart()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        life.TakeAll();
        Assert.True(await life.AcceptAsync(HashedBody.Delivery(new Random(1), 100)));
        life.Disk.Faults.FailAt(1, forEver: false, static call => call.Operation is DiskOperation.Sync);
        Assert.False(await life.AcceptAsync(HashedBody.Delivery(new Random(2), 100)));
        await life.UntilAcceptingAsync();
        life.TakeAll().ForEach(delivery => life.Outcomes.DeliverySettled(delivery.Position));
        await life.Outcomes.FlushAsync(CancellationToken.None);

        using var next = await InboxLife.StartAsync(await life.KillAsync(), Folder);
        Assert.True(await next.AcceptAsync(HashedBody.Delivery(new Random(3), 100)));

        Assert.Equal(3, Assert.Single(next.TakeAll()).Position.Sequence);
    }

    [Fact]
    [Trait("row", "J12")]
    public async Task The_number_of_a_settled_delivery_is_not_reused_although_its_file_is_gone()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        var settled = await life.AcceptAsync(Enumerable.Range(0, 3).Select(static seed => HashedBody.Delivery(new Random(seed), 100)));
        settled.ForEach(delivery => life.Outcomes.DeliverySettled(delivery.Position));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        var disk = await life.KillAsync();
        SegmentsOf(disk, Folder.Deliveries).ForEach(disk.Remove);

        using var next = await InboxLife.StartAsync(disk, Folder);
        var delivery = HashedBody.Delivery(new Random(9), 100);
        Assert.True(await next.AcceptAsync(delivery));

        // A number that is recorded as settled would make the next start pass it over.
        AssertHolds([delivery], await OpenDeliveriesAsync(await next.KillAsync(), Folder));
    }

    [Fact]
    [Trait("row", "J13")]
    public async Task A_kill_at_any_call_of_a_start_and_a_power_cut_at_any_call_of_the_next_leave_no_segment_missing()
    {
        var (filled, acknowledged) = await FilledAsync(3, seed: 1);
        var random = new Random(1);

        for (var (kill, hasKilled) = (1, true); hasKilled; kill++)
        {
            var killed = filled.AfterKill();
            await StartAndDieAsync(killed, kill);
            hasKilled = killed.Faults.Failures > 0;

            for (var (cut, hasCut) = (1, true); hasCut; cut++)
            {
                var disk = killed.AfterKill();
                await StartAndDieAsync(disk, cut);
                hasCut = disk.Faults.Failures > 0;

                for (var state = 0; state < 3; state++)
                {
                    AssertHolds(acknowledged, await OpenDeliveriesAsync(disk.AfterPowerCut(random), Folder));
                }
            }
        }

        async Task StartAndDieAsync(SimulatedDisk disk, int nth)
        {
            disk.Faults.FailAt(nth, forEver: true, static call => call.IsChange);

            try
            {
                using var life = await InboxLife.StartAsync(disk, Folder);
            }
            catch (WhatsAppConfigurationException)
            {
                // It died before it had the folder.
            }
        }
    }

    [Fact]
    public async Task A_fully_settled_segment_is_not_read_again()
    {
        var (disk, _) = await FilledAsync(30, seed: 4, settle: 10);
        using var life = await InboxLife.StartAsync(disk, Folder);

        var first = SegmentsOf(disk, Folder.Deliveries)[0];
        Assert.DoesNotContain(life.Disk.Calls, call => call.IsOn(first) && call.Operation is DiskOperation.Read && call.Offset > 0);
        Assert.Equal(20, life.TakeAll().Count);
    }

    [Fact]
    public async Task An_evicted_delivery_can_be_reread_until_it_is_damaged()
    {
        var (disk, acknowledged) = await FilledAsync(10, seed: 5);
        using var life = await InboxLife.StartAsync(disk, Folder);

        foreach (var delivery in life.TakeAll())
        {
            var again = life.Feed.Reread(delivery.Position)!;
            Assert.Equal((delivery.Id, delivery.Endpoint, delivery.PhoneNumberId), (again.Id, again.Endpoint, again.PhoneNumberId));
            Assert.True(delivery.Body.Span.SequenceEqual(again.Body.Span));
        }

        var first = SegmentsOf(disk, Folder.Deliveries)[0];
        var bytes = disk[first];
        bytes[SegmentHeader.Size + FrameHeader.Size] ^= 1;
        disk[first] = bytes;

        Assert.Null(life.Feed.Reread(new DeliveryPosition(1, SegmentHeader.Size)));
        Assert.Null(life.Feed.Reread(new DeliveryPosition(999, SegmentHeader.Size)));
        Assert.Contains(life.FeedLog.Lines, static line => line.Id is 1220);
        Assert.Equal(10, acknowledged.Count);
    }

    private static SegmentName NameOf(string path) => SegmentName.TryParse(Path.GetFileName(path), out var name) ? name : throw new InvalidOperationException();

    private static List<Delivery> Some(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => HashedBody.Delivery(random, random.Next(900)))];

    /// <summary>A disk after the death of a process that had accepted these.</summary>
    private async Task<(SimulatedDisk Disk, List<Delivery> Acknowledged)> FilledAsync(int count, int seed, int settle = 0)
    {
        using var life = await InboxLife.StartAsync(NewDisk(seed), Folder, options: InboxLife.Settings(3000));
        var acknowledged = new List<Delivery>();

        foreach (var delivery in Some(new Random(seed), count))
        {
            acknowledged.AddRange(await life.AcceptAsync([delivery]));
        }

        Assert.Equal(count, acknowledged.Count);
        life.TakeAll().Take(settle).ToList().ForEach(delivery => life.Outcomes.DeliverySettled(delivery.Position));
        life.Outcomes.EventSettled(new WebhookReceiver.Inbox.EventId(5));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        return (await life.KillAsync(), acknowledged);
    }

    private async Task<string> ResultAsync(SimulatedDisk disk)
    {
        using var life = await InboxLife.StartAsync(disk, Folder);
        Assert.False(life.HasGivenUp);
        var open = life.TakeAll().Select(static delivery => $"{delivery.Position} {delivery.Id}");
        var copies = disk.Paths.Where(path => path.StartsWith(Folder.Damaged, StringComparison.Ordinal)).Select(path => $"{path} {Convert.ToHexString(disk[path])}");
        return string.Join('\n', [.. open, .. life.Inbox.Damage.Select(static range => range.ToString()), .. copies, $"{life.Outcomes.IsSettled(new(5))}"]);
    }
}
