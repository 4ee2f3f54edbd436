using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Journal;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>A folder of an earlier version is read correctly, and one of a newer version is left untouched.</summary>
[Trait("row", "D13")]
[Trait("row", "Q18")]
public sealed class FrozenFormatTests : InboxTest
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_folder_of_version_1_has_exactly_these_deliveries_and_outcomes()
    {
        var disk = NewDisk();
        FrozenFormat1.Put(disk, Folder);
        var files = disk.Paths.ToDictionary(static path => path, path => disk[path], StringComparer.Ordinal);

        using var life = await InboxLife.StartAsync(disk, Folder);

        Assert.False(life.HasGivenUp);
        Assert.Empty(life.Inbox.Damage);
        Assert.Equal(
            [
                (2L, "0f0e0d0c-0b0a-0908-0706-050403020100", "shop", "00FF0AC88022", At.AddMilliseconds(1), "106540352242922"),
                (3L, "11111111-2222-3333-4444-555555555555", "l\u00e4den", "78", At.AddMilliseconds(2), string.Empty),
            ],
            life.TakeAll().Select(static delivery => (
                delivery.Position.Sequence, delivery.Id.ToString(), delivery.Endpoint, Convert.ToHexString(delivery.Body.Span), delivery.ReceivedAt, delivery.PhoneNumberId)));
        var settled = life.Feed.Reread(new DeliveryPosition(1, SegmentHeader.Size))!;
        Assert.Equal(("00112233-4455-6677-8899-aabbccddeeff", "default", null), (settled.Id.ToString(), settled.Endpoint, settled.PhoneNumberId));
        Assert.True(settled.Body.Span.SequenceEqual("{\"entry\":[]}"u8));

        Assert.Equal((true, false), (life.Outcomes.IsSettled(new EventId(1)), life.Outcomes.IsSettled(new EventId(2))));
        Assert.Null(life.Outcomes.ProgressOf(new EventId(1)));
        var progress = life.Outcomes.ProgressOf(new EventId(2))!;
        Assert.Equal((1, 0, false), (progress.Starts, progress.Deaths, progress.IsInProgress));
        Assert.Equal(["first", "zweiter f\u00fcr alles"], progress.Handlers.Select(static handler => handler.Name).Order(StringComparer.Ordinal));
        Assert.Equal(new HandlerProgress("first", HandlerStage.Finished, Failure: null), progress.Of("first")!.Value);
        Assert.Equal(
            new HandlerProgress("zweiter f\u00fcr alles", HandlerStage.Open, new HandlerFailure(3, At, At.AddSeconds(1), At.AddHours(1))), progress.Of("zweiter f\u00fcr alles")!.Value);
        Assert.Equal(OutcomeJournalTests.DeadLetterOf(3), Assert.Single(life.Outcomes.All) with { KeptSince = null });
        Assert.Equal([1, 0, 255], life.Outcomes.BodyOf(OutcomeJournalTests.DeadLetterOf(3).Id)!.Value.ToArray());

        // And what this run writes goes into its own files.
        Assert.True(await life.AcceptAsync(HashedBody.Delivery(new Random(1), 100)));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        Assert.All(files, file => Assert.Equal(file.Value, disk[file.Key]));
    }

    [Theory]
    [InlineData("deliveries")]
    [InlineData("outcomes")]
    public async Task A_folder_with_a_segment_of_a_newer_version_is_rejected_by_name_and_nothing_in_it_changes(string part)
    {
        var disk = NewDisk();
        FrozenFormat1.Put(disk, Folder);
        var directory = Path.Combine(Folder.Path, part);
        var name = new SegmentName(2, 77);
        var newer = new byte[SegmentHeader.Size + 20];
        new SegmentHeader(SegmentHeader.CurrentVersion + 1, 4, default, 0).Write(newer, name);
        disk[Path.Combine(directory, name.ToString())] = newer;
        var files = disk.Paths.ToDictionary(static path => path, path => disk[path], StringComparer.Ordinal);
        var calls = disk.Calls.Count;

        var refusal = await Assert.ThrowsAsync<WhatsAppConfigurationException>(() => InboxLife.StartAsync(disk, Folder));

        Assert.Contains(Path.Combine(directory, name.ToString()), refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"version {SegmentHeader.CurrentVersion + 1}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"up to version {SegmentHeader.CurrentVersion}", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(disk.Calls.Skip(calls), static call => call.IsChange);
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), disk.Paths);
        Assert.All(files, file => Assert.Equal(file.Value, disk[file.Key]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.Path));
    }
}
