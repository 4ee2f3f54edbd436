using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Journal;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>
/// Accepted deliveries found damaged at a start stay open until they are dead letters. Only the torn tail of the newest segment is not damage: it was never
/// acknowledged.
/// </summary>
[Trait("row", "Q16")]
public sealed class DamageAtStartTests : InboxTest
{
    [Theory]
    [InlineData(1, "first")]
    [InlineData(1, "middle")]
    [InlineData(1, "last")]
    [InlineData(1, "all")]
    [InlineData(0, "all")]
    [InlineData(0, "header and first")]
    [InlineData(1, "header and first")]
    [InlineData(1, "header and all")]
    [InlineData(0, "header and all")]
    [InlineData(-1, "first")]
    [InlineData(-1, "middle")]
    [InlineData(-1, "header and first")]
    public async Task Each_damaged_delivery_is_returned_as_unreadable_in_its_place_until_it_is_settled(int segment, string what)
    {
        var (disk, acknowledged) = await FilledAsync(30);
        var (path, frames) = Segment(disk, segment);
        var damaged = what switch
        {
            _ when what.EndsWith("first", StringComparison.Ordinal) => frames[..1],
            "middle" => frames[1..^1],
            "last" => frames[^1..],
            _ => frames,
        };
        damaged.ForEach(frame => disk.Rot(path, frame.Offset, 60));

        if (what.StartsWith("header", StringComparison.Ordinal))
        {
            disk.Rot(path, 0, SegmentHeader.Size);
        }

        var expected = acknowledged.Select(delivery => Line(delivery.Position.Sequence, damaged.Exists(frame => frame.Sequence == delivery.Position.Sequence))).ToList();

        // The second start finds another header after the formerly newest segment, and the same damage.
        for (var start = 0; start < 3; start++)
        {
            using var life = await InboxLife.StartAsync(disk, Folder);
            Assert.Equal(acknowledged.Count, life.Segments.Open);
            Assert.InRange(life.Inbox.Figures.DamagedCopies!.Value, 1, 10);
            Assert.Equal(expected, life.TakeAll().Select(Line));
            disk = start is 1 ? await life.CutPowerAsync(start) : await life.KillAsync();
        }

        using (var life = await InboxLife.StartAsync(disk, Folder))
        {
            life.TakeAll().Where(static delivery => delivery.IsUnreadable).ToList().ForEach(delivery => BecomesDeadLetter(life, delivery));
            await life.Outcomes.FlushAsync(CancellationToken.None);
            disk = await life.KillAsync();
        }

        using var last = await InboxLife.StartAsync(disk, Folder);
        Assert.Equal(expected.Where(static line => !line.EndsWith('!')), last.TakeAll().Select(Line));
        Assert.Equal(damaged.Count, last.Outcomes.All.Count);
        Assert.All(last.Outcomes.All, static deadLetter => Assert.Equal("unreadable on disk", deadLetter.Cause.Text));
    }

    [Fact]
    public async Task The_torn_tail_of_the_newest_segment_is_not_damage()
    {
        var (disk, acknowledged) = await FilledAsync(30);
        var (path, frames) = Segment(disk, -1);
        disk[path] = disk[path][..^20];

        for (var start = 0; start < 2; start++)
        {
            using var life = await InboxLife.StartAsync(disk, Folder);
            Assert.Equal(acknowledged.Take(29).Select(static delivery => Line(delivery.Position.Sequence, isUnreadable: false)), life.TakeAll().Select(Line));
            Assert.Empty(life.Inbox.Damage);
            Assert.Equal(30, frames[^1].Sequence);
            disk = await life.KillAsync();
        }
    }

    [Fact]
    public async Task A_tail_with_a_settled_delivery_was_once_intact_and_its_open_deliveries_are_damaged()
    {
        var (disk, _) = await FilledAsync(30, settled: [30]);
        var (path, frames) = Segment(disk, -1);
        disk.Rot(path, frames[^3].Offset, 10_000);

        for (var start = 0; start < 3; start++)
        {
            using var life = await InboxLife.StartAsync(disk, Folder);
            Assert.Equal([28L, 29], life.TakeAll().Where(static delivery => delivery.IsUnreadable).Select(static delivery => delivery.Position.Sequence));
            Assert.Equal(frames[^3].Offset, Assert.Single(life.Inbox.Damage).Offset);
            Assert.True(await life.AcceptAsync(HashedBody.Delivery(new Random(start), 10)));
            disk = await life.KillAsync();
        }
    }

    [Fact]
    public async Task Damage_reported_by_recovery_is_not_counted_again_when_it_is_read_back()
    {
        var (disk, _) = await FilledAsync(30);
        var (path, frames) = Segment(disk, 1);
        disk.Rot(path, frames[1].Offset);
        using var life = await InboxLife.StartAsync(disk, Folder);
        Assert.Single(life.TakeAll(), static delivery => delivery.IsUnreadable);

        Assert.Single(life.Inbox.Damage);
        Assert.DoesNotContain(life.FeedLog.Lines, static line => line.Id is 1252);

        // Another range goes bad while it runs.
        var later = Segment(disk, 2);
        var position = new DeliveryPosition(later.Frames[0].Sequence, later.Frames[0].Offset);
        disk.Rot(later.Path, position.Offset + FrameHeader.Size);
        Assert.Null(life.Feed.Reread(position));

        Assert.Equal(2, life.Inbox.Damage.Count);
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        life.Inbox.Describe(data);
        Assert.Equal(2, data["damaged_ranges"]);
    }

    [Fact]
    public async Task Retention_continues_once_damaged_deliveries_have_become_dead_letters()
    {
        var (disk, _) = await FilledAsync(30);
        var (path, frames) = Segment(disk, 0);
        frames.ForEach(frame => disk.Rot(path, frame.Offset, 60));
        var clock = new ManualClock();
        using var life = await InboxLife.StartAsync(disk, Folder, clock);
        var given = life.TakeAll();
        given.Where(static delivery => !delivery.IsUnreadable).ToList().ForEach(delivery => life.Outcomes.DeliverySettled(delivery.Position));
        clock.Advance(TimeSpan.FromDays(20));
        life.Retention.Run();
        Assert.Contains(path, disk.Paths);

        given.Where(static delivery => delivery.IsUnreadable).ToList().ForEach(delivery => BecomesDeadLetter(life, delivery));
        life.Retention.Run();

        Assert.Single(SegmentsOf(disk, Folder.Deliveries));
        Assert.Contains(disk.Paths, file => file.StartsWith(Folder.Damaged, StringComparison.Ordinal));
        Assert.Equal(0, life.Segments.Open);
    }

    [Fact]
    public async Task An_accepted_loss_produces_no_dead_letters()
    {
        var (disk, acknowledged) = await FilledAsync(30);
        var (path, frames) = Segment(disk, 1);
        disk.Remove(path);
        var settings = InboxLife.Settings();
        settings.AcceptLoss = true;

        for (var start = 0; start < 2; start++)
        {
            using var life = await InboxLife.StartAsync(disk, Folder, options: settings);
            var given = life.TakeAll();
            Assert.DoesNotContain(given, static delivery => delivery.IsUnreadable);
            Assert.Equal(acknowledged.Count - frames.Count, given.Count);
            disk = await life.KillAsync();
        }
    }

    [Fact]
    public async Task A_refused_delivery_is_never_returned_as_unreadable()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder);
        var random = new Random(1);
        var acknowledged = await life.AcceptAsync(Enumerable.Range(0, 3).Select(_ => HashedBody.Delivery(random, 700)));
        life.Disk.Faults.FailAt(1, forEver: false, static call => call.Operation is DiskOperation.Sync);
        var refused = new[] { HashedBody.Delivery(random, 900), HashedBody.Delivery(random, 900) };
        Assert.False(await life.AcceptAsync(refused[0]));
        await life.UntilAcceptingAsync();
        acknowledged.AddRange(await life.AcceptAsync(Enumerable.Range(0, 3).Select(_ => HashedBody.Delivery(random, 700))));
        var disk = await life.KillAsync();

        for (var start = 0; start < 2; start++)
        {
            using var next = await InboxLife.StartAsync(disk, Folder);
            var given = next.TakeAll();
            Assert.DoesNotContain(given, static delivery => delivery.IsUnreadable);
            Assert.Equal(acknowledged.Select(static delivery => delivery.Id), given.Select(static delivery => delivery.Id));
            disk = await next.CutPowerAsync(start);
        }
    }

    [Fact]
    public async Task After_any_damage_each_acknowledged_delivery_is_returned_exactly_once_readable_or_unreadable()
    {
        var first = SimulatedDiskRuns.FirstDiskSeed;

        for (var seed = first; seed < first + SimulatedDiskRuns.DiskSeeds(60); seed++)
        {
            try
            {
                await RunAsync(new Random(seed));
            }
            catch (Exception exception)
            {
                Assert.Fail($"WHATSAPP_DISK_SEED={seed}\n{exception}");
            }
        }
    }

    private static string Line(Delivery delivery) => Line(delivery.Position.Sequence, delivery.IsUnreadable);

    private static string Line(long sequence, bool isUnreadable) => isUnreadable ? $"{sequence}!" : $"{sequence}";

    private static void BecomesDeadLetter(InboxLife life, Delivery delivery)
    {
        var deadLetter = new DeadLetter
        {
            Id = delivery.Id,
            Key = EventKey.FromBytes(delivery.Id.ToByteArray()),
            EventType = "unreadable",
            Endpoint = delivery.Endpoint,
            DeliveryId = delivery.Id,
            ReceivedAt = delivery.ReceivedAt,
            Cause = DeadLetterCause.UnreadableOnDisk,
            LastAttemptAt = life.Clock.GetUtcNow(),
        };
        life.Outcomes.DeadLettered(deadLetter, ReadOnlyMemory<byte>.Empty);
        life.Outcomes.DeliverySettled(delivery.Position);
    }

    private static void Damage(SimulatedDisk disk, string path, bool isOldest, bool isNewest, Random random)
    {
        var bytes = disk[path];

        // The numbers of the oldest segment are known from its header, from the next header, or from the available space.
        var shortest = isOldest ? SegmentHeader.Size : 0;

        switch (random.Next(6))
        {
            case 0:
                disk.Rot(path, 0, SegmentHeader.Size);
                break;
            case 1:
                disk.Rot(path, 0, random.Next(bytes.Length));
                break;
            case 2 when !isNewest:
                disk[path] = bytes[..random.Next(shortest, bytes.Length)];
                break;
            case 3:
                disk[path] = new byte[bytes.Length];
                break;
            default:
                disk.Rot(path, random.Next(bytes.Length), random.Next(1, 2000));
                break;
        }
    }

    private async Task RunAsync(Random random)
    {
        var disk = NewDisk(random.Next());
        var open = new SortedSet<long>();
        var lastSettled = 0L;

        for (var lives = random.Next(1, 4); lives > 0; lives--)
        {
            using var life = await InboxLife.StartAsync(disk, Folder, options: InboxLife.Settings(random.Next(1, 4) * 1024));
            var batch = Enumerable.Range(0, random.Next(1, 15)).Select(_ => HashedBody.Delivery(random, random.Next(900)));
            open.UnionWith((await life.AcceptAsync(batch)).Select(static delivery => delivery.Position.Sequence));

            foreach (var delivery in life.TakeAll().Where(_ => random.Next(4) is 0))
            {
                life.Outcomes.DeliverySettled(delivery.Position);
                open.Remove(delivery.Position.Sequence);
                lastSettled = Math.Max(lastSettled, delivery.Position.Sequence);
            }

            await life.Outcomes.FlushAsync(CancellationToken.None);
            disk = await life.KillAsync();
        }

        var segments = SegmentsOf(disk, Folder.Deliveries);
        segments.Where(_ => random.Next(2) is 0).ToList().ForEach(
            path => Damage(disk, path, ReferenceEquals(path, segments[0]), ReferenceEquals(path, segments[^1]), random));

        // The end of the newest segment cannot be distinguished from a torn tail, unless something after it is known.
        var newest = segments.Select(path => Read(disk, path)).SelectMany(static frames => frames).Select(static frame => frame.Sequence).Append(lastSettled).Max();
        var recorded = segments.Select(path => SegmentHeader.TryRead(disk[path], NameOf(path), out var header) ? header.BaseSequence - 1 : 0).Max();
        var expected = open.Where(sequence => sequence <= Math.Max(newest, recorded)).ToList();
        var unreadable = new List<Delivery>();

        for (var start = 0; start < 3; start++)
        {
            using var life = await InboxLife.StartAsync(disk, Folder);
            Assert.False(life.HasGivenUp);
            var given = life.TakeAll();
            Assert.True(
                expected.SequenceEqual(given.Select(static delivery => delivery.Position.Sequence)),
                $"start {start}, expected {string.Join(' ', expected)}, returned {string.Join(' ', given.Select(Line))}, settled up to {lastSettled}\n{Story(disk, segments)}");
            Assert.Equal(expected.Count, life.Segments.Open);
            Assert.All(given, static delivery => Assert.Equal(!delivery.IsUnreadable, HashedBody.IsWhole(delivery.Body.Span)));
            var lost = given.Where(static delivery => delivery.IsUnreadable).ToList();
            Assert.Equal(start is 0 ? lost.Select(Line) : unreadable.Select(Line), lost.Select(Line));
            unreadable = lost;

            if (start is 2)
            {
                lost.ForEach(delivery => BecomesDeadLetter(life, delivery));
                await life.Outcomes.FlushAsync(CancellationToken.None);
            }

            disk = await life.KillAsync();
        }

        using var last = await InboxLife.StartAsync(disk, Folder);
        Assert.Equal(expected.Except(unreadable.Select(static delivery => delivery.Position.Sequence)), last.TakeAll().Select(static delivery => delivery.Position.Sequence));
    }

    private static string Story(SimulatedDisk disk, List<string> segments) =>
        string.Join('\n', segments.Select(path =>
            $"{NameOf(path).Id}: {disk[path].Length} bytes, "
            + (SegmentHeader.TryRead(disk[path], NameOf(path), out var header) ? $"from {header.BaseSequence}, {header.Previous}" : "no header")
            + $", whole: {string.Join(' ', Read(disk, path).Select(static frame => frame.Sequence))}"));

    private static SegmentName NameOf(string path) => SegmentName.TryParse(Path.GetFileName(path), out var name) ? name : throw new InvalidOperationException();

    private static List<(long Sequence, long Offset, byte[] Body)> Read(SimulatedDisk disk, string path) =>
        Journal.SegmentFile.Read(disk[path], NameOf(path)).Frames;

    /// <summary>One of the segments with frames, counted from the oldest, or from the newest when negative.</summary>
    private (string Path, List<(long Sequence, long Offset, byte[] Body)> Frames) Segment(SimulatedDisk disk, int index)
    {
        var segments = SegmentsOf(disk, Folder.Deliveries).Where(path => Read(disk, path).Count > 0).ToList();
        var path = segments[index < 0 ? segments.Count + index : index];
        return (path, Read(disk, path));
    }

    /// <summary>A disk after the death of a process that had accepted these.</summary>
    private async Task<(SimulatedDisk Disk, List<Delivery> Acknowledged)> FilledAsync(int count, params long[] settled)
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, options: InboxLife.Settings(3000));
        var random = new Random(count);
        var acknowledged = await life.AcceptAsync(Enumerable.Range(0, count).Select(_ => HashedBody.Delivery(random, random.Next(300, 600))));
        Assert.Equal(count, acknowledged.Count);
        life.TakeAll();

        foreach (var sequence in settled)
        {
            life.Outcomes.DeliverySettled(new DeliveryPosition(sequence, 0));
        }

        await life.Outcomes.FlushAsync(CancellationToken.None);
        return (await life.KillAsync(), acknowledged);
    }
}
