using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using WebhookReceiver.Parsing;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>The index files beside the segments: they make a search fast, and never make it incomplete.</summary>
public sealed class SearchIndexTests : InboxTest
{
    private const int Count = 100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_segment_that_the_worker_has_read_only_what_matches_is_read()
    {
        using var life = await FilledAsync();
        await IndexedAsync(life);
        var before = life.Disk.Calls.Count;

        var found = await FindAsync(life, SearchTerms.OfMessage("wamid.3"));

        // The newest segment has no file: what it holds is in memory.
        Assert.Equal(["wamid.3"], found);
        Assert.Single(life.Disk.Calls.Skip(before), call => call.Operation is DiskOperation.Open && call.Path.StartsWith(Folder.Deliveries, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_index_the_segments_are_read()
    {
        using var life = await FilledAsync(isEntered: false);

        Assert.Contains("wamid.3", await FindAsync(life, SearchTerms.OfMessage("wamid.3")));
        Assert.Contains("wamid.99", await FindAsync(life, SearchTerms.OfMessage("wamid.99")));
    }

    [Fact]
    public async Task A_missing_index_is_built_from_its_segment()
    {
        var first = await FilledAsync(isEntered: false, isSettled: true);
        using var life = await InboxLife.StartAsync(await first.KillAsync(), Folder, options: InboxLife.Settings());

        await IndexedAsync(life);

        Assert.Equal(["wamid.3"], await FindAsync(life, SearchTerms.OfMessage("wamid.3")));
    }

    [Fact]
    public async Task An_index_with_a_damaged_page_is_not_believed_and_is_built_again()
    {
        using var life = await FilledAsync(isSettled: true);
        await IndexedAsync(life);

        var whole = IndexFiles(life, SegmentIndex.Extension).ToDictionary(static path => path, path => life.Disk[path].ToArray());

        foreach (var path in whole.Keys)
        {
            var bytes = life.Disk[path].ToArray();
            bytes[^100] ^= 1;
            life.Disk[path] = bytes;
        }

        // Each of them, so that every page is looked at.
        for (var number = 0; number < Count; number++)
        {
            Assert.Contains($"wamid.{number}", await FindAsync(life, SearchTerms.OfMessage($"wamid.{number}")));
        }

        await IndexedAsync(life, until: () => whole.All(one => life.Disk.Paths.Contains(one.Key) && life.Disk[one.Key].AsSpan().SequenceEqual(one.Value)));
        Assert.Equal(["wamid.3"], await FindAsync(life, SearchTerms.OfMessage("wamid.3")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_a_power_cut_leaves_of_an_index_does_not_hide_a_delivery(int seed)
    {
        var first = await FilledAsync(isSettled: true);
        await IndexedAsync(first);
        using var life = await InboxLife.StartAsync(await first.CutPowerAsync(seed), Folder, options: InboxLife.Settings());

        for (var number = 0; number < Count; number += 9)
        {
            Assert.Contains($"wamid.{number}", await FindAsync(life, SearchTerms.OfMessage($"wamid.{number}")));
        }
    }

    [Fact]
    public async Task An_index_goes_with_its_segment()
    {
        using var life = await FilledAsync(isSettled: true);
        await IndexedAsync(life);
        Assert.NotEmpty(IndexFiles(life, SegmentIndex.Extension));
        life.Clock.Advance(TimeSpan.FromDays(40));
        life.Outcomes.KeepTime();
        life.Retention.Run();

        await IndexedAsync(life, until: () => IndexFiles(life, SegmentIndex.Extension).Count < 2);

        Assert.True(life.Segments.All.Count < 3);
    }

    [Fact]
    public async Task A_filter_rules_out_segments_without_the_event_and_never_one_with_it()
    {
        using var life = await FilledAsync(isSettled: true);
        await IndexedAsync(life, until: () => IndexFiles(life, EventFilter.Extension).Count >= SegmentsOf(life.Disk, Folder.Outcomes).Count - 1);
        var messages = (await life.Operations.FindAsync(new DeliverySearch(), Token).ToListAsync(Token)).SelectMany(static one => DeliveryParser.Reread(one.Delivery)).ToList();
        var before = life.Disk.Calls.Count;

        foreach (var message in messages)
        {
            var history = await life.Operations.HistoryAsync(EventId.Of("default", message.Key), message.Key, slot: 0, Token);
            Assert.Equal([EventRecordKind.AttemptBegun, EventRecordKind.Settled], history.Select(static record => record.Kind));
        }

        // Of each segment the header is read; of most nothing else.
        var read = life.Disk.Calls.Skip(before).Count(call => call.Operation is DiskOperation.Read && call.Offset > 0 && call.Path.StartsWith(Folder.Outcomes, StringComparison.Ordinal));
        Assert.True(read < messages.Count * 4, $"{read} reads of outcomes for {messages.Count} events.");
    }

    [Fact]
    public async Task A_filter_has_the_removal_of_a_dead_letter_which_does_not_name_its_event()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, options: InboxLife.Settings());
        var letter = DeadLetterOf(life);
        life.Outcomes.DeadLettered(letter, "{}"u8.ToArray());
        await SettleAsync(life, from: 1, count: Count * 10);
        life.Outcomes.DeadLetterRemoved(letter.Id, DeadLetterRemoval.Discarded);
        await SettleAsync(life, from: Count * 10, count: Count * 10);
        await IndexedAsync(life, until: () => IndexFiles(life, EventFilter.Extension).Count >= SegmentsOf(life.Disk, Folder.Outcomes).Count - 1);
        var before = life.Disk.Calls.Count;

        var history = await life.Operations.HistoryAsync(letter.Event, letter.Key, slot: 0, Token);

        Assert.Equal([EventRecordKind.DeadLettered, EventRecordKind.DeadLetterRemoved], history.Select(static record => record.Kind));

        // Of the others only the header is read; the newest has no filter, and another one may be read in vain.
        var read = life.Disk.Calls.Skip(before).Where(call => call.Operation is DiskOperation.Read && call.Offset > 0 && call.Path.StartsWith(Folder.Outcomes, StringComparison.Ordinal));
        Assert.InRange(read.Select(static call => call.Path).Distinct(StringComparer.Ordinal).Count(), 2, SegmentsOf(life.Disk, Folder.Outcomes).Count / 4);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4096 * 2)]
    public async Task A_filter_with_a_damaged_page_is_not_believed(int fromEnd)
    {
        using var life = await FilledAsync(isSettled: true);
        await IndexedAsync(life, until: () => IndexFiles(life, EventFilter.Extension).Count >= SegmentsOf(life.Disk, Folder.Outcomes).Count - 1);

        foreach (var path in IndexFiles(life, EventFilter.Extension))
        {
            var bytes = life.Disk[path].ToArray();
            bytes[Math.Max(0, bytes.Length - fromEnd)] ^= 1;
            life.Disk[path] = bytes;
        }

        foreach (var message in (await life.Operations.FindAsync(new DeliverySearch(), Token).ToListAsync(Token)).SelectMany(static one => DeliveryParser.Reread(one.Delivery)))
        {
            var history = await life.Operations.HistoryAsync(EventId.Of("default", message.Key), message.Key, slot: 0, Token);
            Assert.Equal([EventRecordKind.AttemptBegun, EventRecordKind.Settled], history.Select(static record => record.Kind));
        }
    }

    [Fact]
    public async Task A_filter_of_before_dead_letters_were_in_it_is_replaced()
    {
        var first = await InboxLife.StartAsync(NewDisk(), Folder, options: InboxLife.Settings());
        await SettleAsync(first, from: 1, count: Count * 10);
        var disk = await first.KillAsync();
        var old = Path.Combine(Folder.Index, Path.ChangeExtension(Path.GetFileName(SegmentsOf(disk, Folder.Outcomes)[0]), ".events"));
        disk[old] = new byte[4096];
        using var life = await InboxLife.StartAsync(disk, Folder, options: InboxLife.Settings());

        await IndexedAsync(life, until: () => IndexFiles(life, EventFilter.Extension).Count >= SegmentsOf(life.Disk, Folder.Outcomes).Count - 1);

        Assert.DoesNotContain(old, life.Disk.Paths);
    }

    [Fact]
    public async Task A_disk_that_takes_no_index_costs_a_warning_and_nothing_else()
    {
        using var life = await FilledAsync(isSettled: true);
        life.Disk.Faults.FailAt(1, forEver: true, call => call.Operation is DiskOperation.Create && call.Path.StartsWith(Folder.Index, StringComparison.Ordinal));

        life.Keeper.Wake();
        await life.UntilAsync(() => life.IndexLog.Lines.Any(static line => line.Id is 1248), "the keeper had given up");

        Assert.Contains("wamid.3", await FindAsync(life, SearchTerms.OfMessage("wamid.3")));
        Assert.True(life.Inbox.IsAccepting);
    }

    [Fact]
    public async Task While_the_disk_is_full_the_memory_does_not_fill_with_what_cannot_be_written()
    {
        var options = InboxLife.Settings();
        options.MinimumFreeBytes = 1024 * 1024;
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, options: options);
        await AcceptAsync(life, Count);
        life.Disk.Capacity = options.MinimumFreeBytes;
        await life.AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => !life.Inbox.IsAccepting, "the disk was full");

        foreach (var delivery in life.TakeAll())
        {
            life.Feed.Entered(delivery, TermsOf(delivery));
        }

        await IndexedAsync(life, until: () => life.Segments.All.SkipLast(1).All(segment => !life.Indexes.IsCollecting(segment)));

        Assert.Empty(IndexFiles(life, SegmentIndex.Extension));
        Assert.Contains("wamid.3", await FindAsync(life, SearchTerms.OfMessage("wamid.3")));
    }

    [Fact]
    public void A_filter_that_is_not_being_built_takes_no_memory()
    {
        var segment = new FoundSegment(new SegmentName(1, 1), Header: null, 1024 * 1024 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();

        using var build = new EventFilterBuild(NewDisk(), Folder, segment);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Fact]
    public async Task A_delivery_whose_events_are_not_all_known_is_found_all_the_same()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, options: InboxLife.Settings());
        await AcceptAsync(life, 20);

        foreach (var (index, delivery) in life.TakeAll().Index())
        {
            life.Feed.Entered(delivery, index is 5 ? [] : TermsOf(delivery));
        }

        Assert.Contains("wamid.5", await FindAsync(life, SearchTerms.OfMessage("wamid.5")));
        Assert.Contains("wamid.6", await FindAsync(life, SearchTerms.OfMessage("wamid.6")));
    }

    [Fact]
    public void An_index_reaches_the_last_delivery_of_the_largest_segment()
    {
        var options = new InboxOptions { SegmentBytes = 1024 * 1024 * 1024 };
        Assert.True(InboxStoreTests.Validator().Validate(name: null, options).Succeeded);
        var disk = NewDisk();
        disk.CreateDirectory(Folder.Index);
        var terms = new SegmentTerms(new SegmentName(1, 1), isOfFile: true);
        long[] offsets = [64, 512 * 1024 * 1024, options.SegmentBytes - 8];

        foreach (var (index, offset) in offsets.Index())
        {
            terms.Add(new DeliveryPosition(index + 1, offset), DateTimeOffset.UnixEpoch, [SearchTerms.OfMessage("wamid.3"), SearchTerms.OfMessage($"wamid.3.{index}")]);
        }

        SegmentIndex.Write(disk, Folder, terms);

        using var written = SegmentIndex.TryOpen(disk, Folder, terms.Name);
        Assert.Equal(offsets, written!.OffsetsOf(SearchTerms.OfMessage("wamid.3")));
        Assert.All(offsets.Index(), one => Assert.Equal([one.Item], written.OffsetsOf(SearchTerms.OfMessage($"wamid.3.{one.Index}"))!));
        Assert.Equal(offsets, terms.OffsetsOf(SearchTerms.OfMessage("wamid.3")));
    }

    [Fact]
    public async Task An_index_of_before_it_reached_all_of_a_large_segment_is_replaced()
    {
        var first = await FilledAsync(isSettled: true);
        await IndexedAsync(first);
        var disk = await first.KillAsync();
        var old = disk.Paths.Where(static path => path.EndsWith(SegmentIndex.Extension, StringComparison.Ordinal)).Select(static path => (New: path, Old: Path.ChangeExtension(path, ".index"))).ToList();

        foreach (var (path, before) in old)
        {
            disk[before] = disk[path];
            disk.Remove(path);
        }

        using var life = await InboxLife.StartAsync(disk, Folder, options: InboxLife.Settings());
        await IndexedAsync(life);

        Assert.Empty(life.Disk.Paths.Intersect(old.Select(static one => one.Old), StringComparer.Ordinal));
    }

    private static DeadLetter DeadLetterOf(InboxLife life) => new()
    {
        Id = DeadLetterIds.Next(life.Clock.GetUtcNow()),
        Key = EventKey.FromBytes(Guid.NewGuid().ToByteArray()),
        EventType = "message.text",
        Endpoint = "default",
        DeliveryId = Guid.Empty,
        ReceivedAt = life.Clock.GetUtcNow(),
        Handler = "desk",
        Cause = DeadLetterCause.AttemptsExhausted,
        LastAttemptAt = life.Clock.GetUtcNow(),
    };

    /// <summary>Lets events be settled, without deliveries.</summary>
    private static async Task SettleAsync(InboxLife life, int from, int count)
    {
        var plan = new HandlerPlan([new PlannedHandler("desk", IsConditional: false)], []);

        foreach (var number in Enumerable.Range(from, count))
        {
            var id = EventId.Of("default", EventKey.FromBytes(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(number))));
            await life.Outcomes.BeginAsync(new[] { EventStart.First(id, plan, isReplay: false) }, Token);
            life.Outcomes.EventSettled(id);
        }

        await life.Outcomes.FlushAsync(Token);
    }

    private static IReadOnlyList<string> IndexFiles(InboxLife life, string extension) =>
        [.. life.Disk.Paths.Where(path => string.Equals(Path.GetDirectoryName(path), life.Folder.Index, StringComparison.Ordinal) && path.EndsWith(extension, StringComparison.Ordinal))];

    private static ulong[] TermsOf(Delivery delivery)
    {
        var terms = new List<ulong> { SearchTerms.OfDelivery(delivery.Id) };
        Assert.All(DeliveryParser.Reread(delivery), message => SearchTerms.Add(message, terms));
        return [.. terms];
    }

    private static async Task AcceptAsync(InboxLife life, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var body = System.Text.Encoding.UTF8.GetBytes(TextNotification.Of($"wamid.{number}", $"1555010{number:0000}"));
            Assert.True(await life.AcceptAsync(Delivery.Restored(DeliveryIds.Next(), "default", body, life.Clock.GetUtcNow(), phoneNumberId: null, default)));
        }
    }

    private static async Task<List<string?>> FindAsync(InboxLife life, ulong term) => await life.Operations
        .FindAsync(new DeliverySearch { Term = term }, Token)
        .SelectMany(static one => DeliveryParser.Reread(one.Delivery).Select(static message => ((TextMessage)message).MessageId).ToAsyncEnumerable())
        .ToListAsync(Token);

    /// <summary>Lets the keeper work until every segment but the newest has its index.</summary>
    private static Task IndexedAsync(InboxLife life, Func<bool>? until = null)
    {
        until ??= () => life.Segments.All.SkipLast(1).Where(static segment => segment.FirstSequence > 0).All(segment => IsWhole(life, segment));

        return life.UntilAsync(
            () =>
            {
                life.Keeper.Wake();
                return until();
            },
            "the indexes were built");
    }

    /// <summary>The keeper may be in the middle of writing it.</summary>
    private static bool IsWhole(InboxLife life, DeliverySegment segment)
    {
        if (!life.Disk.Paths.Contains(SegmentIndex.PathOf(life.Folder, segment.Name), StringComparer.Ordinal))
        {
            return false;
        }

        using var index = SegmentIndex.TryOpen(life.Disk, life.Folder, segment.Name);
        return index is not null;
    }

    private async Task<InboxLife> FilledAsync(bool isEntered = true, bool isSettled = false)
    {
        var life = await InboxLife.StartAsync(NewDisk(), Folder, options: InboxLife.Settings());
        await AcceptAsync(life, Count);
        var plan = new HandlerPlan([new PlannedHandler("desk", IsConditional: false)], []);

        foreach (var delivery in life.TakeAll())
        {
            if (isEntered)
            {
                life.Feed.Entered(delivery, TermsOf(delivery));
            }

            if (isSettled)
            {
                var id = EventId.Of("default", DeliveryParser.Reread(delivery).Single().Key);
                await life.Outcomes.BeginAsync(new[] { EventStart.First(id, plan, isReplay: false) }, Token);
                life.Outcomes.EventSettled(id);
                life.Outcomes.DeliverySettled(delivery.Position);
            }
        }

        await life.Outcomes.FlushAsync(Token);
        return life;
    }
}
