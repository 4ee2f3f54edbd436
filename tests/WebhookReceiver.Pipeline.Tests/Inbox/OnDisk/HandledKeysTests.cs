using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using WebhookReceiver.Inbox;
using WebhookReceiver.Inbox.OnDisk;
using WebhookReceiver.Journal;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

public sealed class HandledKeysTests
{
    private static readonly InboxFolder Folder = new("/inbox");
    private static readonly IOptions<InboxOptions> TwoWeeks = Options.Create(new InboxOptions { DuplicateWindowDays = 14 });
    private readonly ManualClock clock = new();
    private readonly InboxClock time;

    public HandledKeysTests() => time = new InboxClock(clock, new BootIdentity(clock.Boot), new ListLogger<InboxClock>());

    [Fact]
    [Trait("row", "J07")]
    public void A_crash_at_any_call_while_a_key_file_is_written_leaves_every_settled_key_known()
    {
        for (var nth = 1; nth < 12; nth++)
        {
            for (var seed = 0; seed < 20; seed++)
            {
                var disk = Journalled(frames: 6, seed);
                using (var keys = Recover(disk, out var end))
                {
                    keys.Freeze(end.LastSequence);
                    disk.Faults.FailAt(nth, forEver: true, static call => call.IsChange);

                    try
                    {
                        keys.Written(keys.WriteRun());
                    }
                    catch (IOException)
                    {
                        Assert.True(keys.HasFrozen);
                    }

                    AssertKnows(keys, 60);
                }

                using var after = Recover(disk.AfterPowerCut(new Random(seed)), out _);
                AssertKnows(after, 60);
            }
        }
    }

    [Fact]
    [Trait("row", "J08")]
    public void A_damaged_or_missing_key_file_is_rebuilt_from_the_outcomes()
    {
        var disk = Journalled(frames: 6, seed: 1);
        using (var keys = Recover(disk, out var end))
        {
            keys.Freeze(end.LastSequence);
            keys.Written(keys.WriteRun());
        }

        var path = Assert.Single(disk.Paths, static path => path.EndsWith(KeyRun.Extension, StringComparison.Ordinal));
        var whole = disk[path];

        for (var bit = 0; bit < whole.Length * 8; bit += 37)
        {
            var bytes = (byte[])whole.Clone();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            disk[path] = bytes;
            using var keys = Recover(disk.AfterKill(), out _);
            AssertKnows(keys, 60);
        }

        foreach (var length in new[] { 0, 1, 39, 43, 44, whole.Length - 1 })
        {
            disk[path] = whole[..length];
            var copy = disk.AfterKill();
            using var keys = Recover(copy, out _);
            AssertKnows(keys, 60);
            Assert.DoesNotContain(path, copy.Paths);
        }

        disk[path] = whole;
        using var untouched = Recover(disk, out _);
        Assert.Equal(0, untouched.Loose);
        AssertKnows(untouched, 60);
    }

    [Fact]
    public void A_key_is_known_for_the_window_and_no_longer_in_memory_and_in_a_file()
    {
        var disk = Journalled(frames: 1, seed: 1);
        using var keys = Recover(disk, out var end);
        keys.Freeze(end.LastSequence);
        keys.Written(keys.WriteRun());
        keys.Add(new EventId(77), time.Seconds);
        Assert.True(keys.Contains(Key(3)) && keys.Contains(new EventId(77)));

        clock.Advance(TimeSpan.FromDays(14));
        Assert.True(keys.Contains(Key(3)) && keys.Contains(new EventId(77)));

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(keys.Contains(Key(3)) || keys.Contains(new EventId(77)));

        keys.DeleteExpired();
        Assert.DoesNotContain(disk.Paths, static path => path.EndsWith(KeyRun.Extension, StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_that_are_frozen_and_taken_back_are_known_throughout()
    {
        using var keys = new HandledKeys(Journalled(1, 1), Folder, TwoWeeks, time, new ListLogger<HandledKeys>());
        var now = time.Seconds;
        keys.Add(new EventId(1), now);
        keys.SetAside();
        keys.Add(new EventId(2), now);
        Assert.True(keys.Contains(new EventId(1)) && keys.Contains(new EventId(2)));

        keys.TakeBack();

        Assert.True(keys.Contains(new EventId(1)) && keys.Contains(new EventId(2)));
        Assert.False(keys.HasFrozen);
        Assert.Equal(2, keys.Loose);
    }

    [Fact]
    public void Keys_with_equal_upper_halves_are_distinguished_across_the_blocks_of_a_file()
    {
        var disk = Journalled(frames: 1, seed: 1);
        var table = new KeyTable();

        for (ulong low = 1; low <= 1000; low++)
        {
            table.Add(new UInt128(5, low * 2), (uint)low);
            table.Add(new UInt128(low, 1), (uint)low);
        }

        using var run = KeyRun.Write(disk, Folder.Keys, table, (1, 2));

        for (ulong low = 1; low <= 1000; low++)
        {
            Assert.Equal((uint)low, run.TimeOf(new UInt128(5, low * 2)));
            Assert.Equal((uint)low, run.TimeOf(new UInt128(low, 1)));
            Assert.Null(run.TimeOf(new UInt128(5, (low * 2) + 1)));
        }

        Assert.Null(run.TimeOf(UInt128.Zero));
        Assert.Null(run.TimeOf(UInt128.MaxValue));
    }

    [Fact]
    [Trait("row", "W16")]
    public void Random_ids_do_not_collide()
    {
        var count = SimulatedDiskRuns.IsNightly ? 10_000_000 : 1_000_000;
        var table = new KeyTable();
        Span<byte> number = stackalloc byte[8];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];

        for (var index = 0; index < count; index++)
        {
            BitConverter.TryWriteBytes(number, (long)index);
            SHA256.HashData(number, hash);
            var id = WebhookReceiver.Inbox.EventId.Of((index & 1) is 0 ? "default" : "other", EventKey.FromBytes(hash));
            table.Add(id.Value, 1);
        }

        Assert.Equal(count, table.Count);
    }

    [Fact]
    [Trait("row", "W16")]
    public void Ten_million_keys_take_less_than_500_MB_of_memory()
    {
        Assert.SkipUnless(SimulatedDiskRuns.IsNightly, "WHATSAPP_NIGHTLY=1 runs it.");
        var real = Directory.CreateTempSubdirectory("keys-").FullName;
        Directory.CreateDirectory(new InboxFolder(real).Keys);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        try
        {
            using var keys = new HandledKeys(new WebhookReceiver.Journal.Disk.PortableDisk(), new InboxFolder(real), TwoWeeks, time, new ListLogger<HandledKeys>());
            var random = new Random(1);
            var now = time.Seconds;

            for (var count = 1; count <= 10_000_000; count++)
            {
                keys.Add(new EventId(new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64())), now);

                if (keys.Loose >= HandledKeys.InMemory)
                {
                    keys.Freeze(count);
                    keys.Written(keys.WriteRun());
                }
            }

            var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
            var clockOfReads = Stopwatch.StartNew();
            random = new Random(1);

            for (var count = 0; count < 1000; count++)
            {
                Assert.True(keys.Contains(new EventId(new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()))));
            }

            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{memory / 1048576} MiB retained, {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MiB at the peak of the process, "
                + $"{clockOfReads.Elapsed.TotalMicroseconds / 1000:f1} us per lookup");
            Assert.InRange(memory, 0, 500 * 1024 * 1024);
        }
        finally
        {
            Directory.Delete(real, recursive: true);
        }
    }

    private static EventId Key(int number) => new(new UInt128((ulong)number * 7919, (ulong)number));

    private static void AssertKnows(HandledKeys keys, int count)
    {
        for (var number = 0; number < count; number++)
        {
            Assert.True(keys.Contains(Key(number)), $"key {number}");
        }

        Assert.False(keys.Contains(new EventId(9_999_999)));
    }

    private SimulatedDisk Journalled(int frames, int seed)
    {
        var disk = new SimulatedDisk(Folder.Outcomes, seed);
        disk.CreateDirectory(Folder.Keys);
        disk.SyncDirectory(Folder.Path);
        using var appender = new JournalAppender(disk, Folder.Outcomes, 700, default, 0, () => time.Now);
        var number = 0;

        for (var frame = 0; frame < frames; frame++)
        {
            var records = new OutcomeRecords();

            for (var record = 0; record < 10; record++)
            {
                records.Event(OutcomeKind.EventSettled, Key(number++));
            }

            if (!appender.HasRoom(records.Length))
            {
                appender.Begin();
            }

            records.CopyTo(appender.Add(OutcomeJournal.FrameKind, time.Now, records.Length, out _));
            appender.Write();
            appender.Sync();
        }

        return disk;
    }

    private HandledKeys Recover(SimulatedDisk disk, out SegmentEnd end)
    {
        var log = new ListLogger<HandledKeys>();
        var keys = new HandledKeys(disk, Folder, TwoWeeks, time, log);
        var found = SegmentCatalogue.Read(disk, Folder.Outcomes);
        end = new OutcomeRecovery(disk, Folder, keys, time, new RecoveryProgress(0, clock, log), log).Read(found, static _ => { }).End;
        return keys;
    }
}
