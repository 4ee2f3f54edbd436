using System.Buffers.Binary;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>A key file is only an optimisation: whatever happens to it, the inbox starts and the same events are known as handled.</summary>
public sealed class KeyFileTests : InboxTest
{
    private const int Keys = 12;

    private readonly ManualClock clock = new();

    [Fact]
    [Trait("row", "J08")]
    public async Task Truncated_at_any_byte_it_is_rebuilt_from_the_outcomes()
    {
        var filled = await FilledAsync();
        var path = KeyFilesOf(filled)[0];
        var whole = filled[path];

        for (var length = 0; length < whole.Length; length++)
        {
            var disk = filled.AfterKill();
            disk[path] = whole[..length];
            await AssertKnowsAllAsync(disk);
            Assert.DoesNotContain(path, disk.Paths);
        }
    }

    [Fact]
    [Trait("row", "J08")]
    public async Task With_any_byte_changed_it_is_rebuilt_from_the_outcomes()
    {
        var filled = await FilledAsync();
        var path = KeyFilesOf(filled)[0];
        var whole = filled[path];

        for (var offset = 0; offset < whole.Length; offset++)
        {
            var disk = filled.AfterKill();
            var bytes = (byte[])whole.Clone();
            bytes[offset] ^= 0x41;
            disk[path] = bytes;
            await AssertKnowsAllAsync(disk);
            Assert.DoesNotContain(path, disk.Paths);
        }
    }

    [Theory]
    [Trait("row", "J08")]
    [InlineData(1)]
    [InlineData(SegmentHeader.CurrentVersion + 1)]
    public async Task A_file_of_another_version_is_not_trusted_although_it_is_intact(int version)
    {
        var disk = await FilledAsync();
        var path = KeyFilesOf(disk)[0];
        var bytes = disk[path];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), version);

        // Whatever another version may have put there.
        bytes.AsSpan(40..^4).Reverse();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32C.Append(0, bytes.AsSpan(..^4)));
        disk[path] = bytes;

        await AssertKnowsAllAsync(disk);
        Assert.DoesNotContain(path, disk.Paths);
    }

    [Fact]
    [Trait("row", "J08")]
    public async Task A_damaged_file_does_not_affect_the_others()
    {
        var filled = await FilledAsync();
        var files = KeyFilesOf(filled);
        Assert.Equal(3, files.Count);

        foreach (var damaged in files)
        {
            var disk = filled.AfterKill();
            disk[damaged] = [1, 2, 3];
            await AssertKnowsAllAsync(disk);
            Assert.Equal(files.Except([damaged]), KeyFilesOf(disk).Intersect(files));
        }
    }

    [Fact]
    [Trait("row", "J08")]
    public async Task Without_any_key_file_everything_is_read_from_the_outcomes()
    {
        var disk = await FilledAsync();
        KeyFilesOf(disk).ForEach(disk.Remove);

        await AssertKnowsAllAsync(disk);
    }

    [Fact]
    [Trait("row", "J08")]
    public async Task It_is_written_even_while_dead_letters_cause_constant_syncs()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, clock);
        life.Outcomes.EventSettled(OutcomeJournalTests.EventOf(0));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromDays(1));

        for (var deadLetter = 1; deadLetter <= 50; deadLetter++)
        {
            life.Outcomes.DeadLettered(OutcomeJournalTests.DeadLetterOf(deadLetter), new byte[] { 1 });
            await life.Outcomes.FlushAsync(CancellationToken.None);
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        await life.UntilAsync(() => KeyFilesOf(life.Disk).Count > 0, "the keys of the day before were in a file");
    }

    [Fact]
    [Trait("row", "J07")]
    public async Task Once_it_has_replaced_the_keys_in_memory_no_power_cut_undoes_it()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, clock);
        life.Outcomes.EventSettled(OutcomeJournalTests.EventOf(0));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromDays(1));
        await life.UntilAsync(() => life.Disk.Calls.Any(call => call.Operation is DiskOperation.Open && call.IsIn(Folder.Keys)), "it was read back");
        var path = Assert.Single(KeyFilesOf(life.Disk));

        Assert.All(Enumerable.Range(0, 10), seed => Assert.Equal(life.Disk[path], life.Disk.AfterPowerCut(new Random(seed))[path]));
    }

    [Fact]
    [Trait("row", "J07")]
    public async Task While_it_cannot_be_written_its_keys_stay_in_memory_and_it_is_written_later()
    {
        using var life = await InboxLife.StartAsync(NewDisk(), Folder, clock);
        life.Outcomes.EventSettled(OutcomeJournalTests.EventOf(0));
        await life.Outcomes.FlushAsync(CancellationToken.None);
        life.Disk.Faults.FailAt(1, forEver: true, call => call.IsChange && call.Path.StartsWith(Folder.Keys, StringComparison.Ordinal));
        clock.Advance(TimeSpan.FromDays(1));
        await life.UntilAsync(() => life.Disk.Faults.Failures > 0, "it was tried");
        Assert.True(life.Outcomes.IsSettled(OutcomeJournalTests.EventOf(0)));

        life.Disk.Faults.Heal();
        clock.Advance(TimeSpan.FromMinutes(1));

        await life.UntilAsync(() => life.Disk.Calls.Any(call => call.Operation is DiskOperation.Open && call.IsIn(Folder.Keys)), "it was written");
        Assert.True(life.Outcomes.IsSettled(OutcomeJournalTests.EventOf(0)));
    }

    private static List<string> KeyFilesOf(SimulatedDisk disk) => [.. disk.Paths.Where(static path => path.EndsWith(KeyRun.Extension, StringComparison.Ordinal))];

    /// <summary>Three days, each with its own key file: it is written when the day is over, at the latest when the process ends.</summary>
    private async Task<SimulatedDisk> FilledAsync()
    {
        var disk = NewDisk();

        for (var day = 0; day < 3; day++)
        {
            using var life = await InboxLife.StartAsync(disk, Folder, clock);

            for (var number = day; number < Keys; number += 3)
            {
                life.Outcomes.EventSettled(OutcomeJournalTests.EventOf(number));
                await life.Outcomes.FlushAsync(CancellationToken.None);
            }

            clock.Advance(TimeSpan.FromDays(1));
            await life.StopAsync();
            disk = life.Disk.AfterKill();
        }

        return disk;
    }

    private async Task AssertKnowsAllAsync(SimulatedDisk disk)
    {
        using var life = await InboxLife.StartAsync(disk, Folder, clock);
        Assert.False(life.HasGivenUp);
        Assert.All(Enumerable.Range(0, Keys), number => Assert.True(life.Outcomes.IsSettled(OutcomeJournalTests.EventOf(number)), $"key {number}"));
        Assert.False(life.Outcomes.IsSettled(OutcomeJournalTests.EventOf(Keys)));
    }
}
