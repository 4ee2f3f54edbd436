using WebhookReceiver.Journal;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Journal;

public sealed class SegmentFormatTests
{
    [Fact]
    public void The_checksum_is_CRC_32C()
    {
        Assert.Equal(0xE3069283, Crc32C.Append(0, "123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32C.Append(0, new byte[32]));
        Assert.Equal(Crc32C.Append(0, "123456789"u8), Crc32C.Append(Crc32C.Append(0, "1234"u8), "56789"u8));
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(1, 48)]
    [InlineData(8, 48)]
    [InlineData(9, 56)]
    public void A_frame_size_is_a_multiple_of_eight_bytes(int length, int size) => Assert.Equal(size, FrameHeader.FrameSize(length));

    [Fact]
    public void A_header_round_trips()
    {
        var bytes = new byte[FrameHeader.Size];
        var header = new FrameHeader(2, long.MaxValue, -5, 77, 0xFFFF_FFFF);
        var crc = header.Write(bytes, 9, 1L << 40);

        Assert.True(FrameHeader.TryRead(bytes, 9, 1L << 40, out var read, out var readCrc));
        Assert.Equal((header, crc), (read, readCrc));
        Assert.False(FrameHeader.TryRead(bytes, 9, (1L << 40) + 8, out _, out _));
        Assert.False(FrameHeader.TryRead(bytes, 8, 1L << 40, out _, out _));
        Assert.False(FrameHeader.TryRead(bytes.AsSpan(0, FrameHeader.Size - 1), 9, 1L << 40, out _, out _));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(long.MaxValue, -1)]
    [InlineData(7, long.MinValue)]
    public void A_name_round_trips(long id, long epoch)
    {
        var name = new SegmentName(id, epoch);

        Assert.True(SegmentName.TryParse(name.ToString(), out var read));
        Assert.Equal(name, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lock")]
    [InlineData("0000000000000000-0000000000000001.journal")]
    [InlineData("ffffffffffffffff-0000000000000001.journal")]
    [InlineData("0000000000000001-000000000000000g.journal")]
    [InlineData("0000000000000001_0000000000000001.journal")]
    [InlineData("0000000000000001-0000000000000001.journal~")]
    [InlineData("0000000000000001-0000000000000001.Journal")]
    public void A_file_with_any_other_name_is_not_a_segment(string fileName) => Assert.False(SegmentName.TryParse(fileName, out _));

    [Fact]
    public void A_segment_header_round_trips_and_is_rejected_with_any_bit_changed()
    {
        var header = new SegmentHeader(1, 5, new SegmentEnd(6, 4, 4096), 1_763_000_000);
        var bytes = new byte[SegmentHeader.Size];
        header.Write(bytes, SegmentFile.Name);

        Assert.True(SegmentHeader.TryRead(bytes, SegmentFile.Name, out var read));
        Assert.Equal(header, read);

        for (var bit = 0; bit < SegmentHeader.Size * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SegmentHeader.TryRead(bytes, SegmentFile.Name, out _));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_segment_of_a_newer_version_is_rejected_by_name()
    {
        var bytes = new byte[SegmentHeader.Size];
        new SegmentHeader(SegmentHeader.CurrentVersion + 1, 1, default, 0).Write(bytes, SegmentFile.Name);
        var disk = new SimulatedDisk(SegmentFile.Folder) { [Path.Combine(SegmentFile.Folder, SegmentFile.Name.ToString())] = bytes };

        var refusal = Assert.Throws<InvalidDataException>(() => SegmentCatalogue.Read(disk, SegmentFile.Folder));

        Assert.Contains(SegmentFile.Name.ToString(), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("row", "J06")]
    public void Before_the_first_frame_the_header_is_synced_and_then_the_folder()
    {
        var disk = new SimulatedDisk(SegmentFile.Folder);
        using var appender = new JournalAppender(disk, SegmentFile.Folder, 4096, default, 0, static () => 0);

        appender.Begin();

        Assert.Equal(
            [DiskOperation.Create, DiskOperation.Write, DiskOperation.Sync, DiskOperation.SyncDirectory],
            disk.Calls.Select(static call => call.Operation));
    }

    [Theory]
    [Trait("row", "C03")]
    [InlineData(2_000, 2)]
    [InlineData(2_001, 3)]
    [InlineData(2_999, 3)]
    public void The_second_in_a_header_is_not_earlier_than_the_last_write_to_the_previous_segment(long time, uint second)
    {
        var disk = new SimulatedDisk(SegmentFile.Folder);
        using var appender = new JournalAppender(disk, SegmentFile.Folder, 4096, default, 0, () => time);

        appender.Begin();

        Assert.Equal(second, Assert.Single(SegmentCatalogue.Read(disk, SegmentFile.Folder)).Header?.CreatedAt);
    }

    [Fact]
    [Trait("row", "J12")]
    public void A_number_whose_frame_did_not_become_durable_is_not_reused()
    {
        var disk = new SimulatedDisk(SegmentFile.Folder);
        using var appender = new JournalAppender(disk, SegmentFile.Folder, 4096, default, 0, static () => 0);
        appender.Begin();
        appender.Add(1, 0, 5, out var lost);
        disk.Faults.FailAt(1, forEver: false, static call => call.Operation is DiskOperation.Sync);
        appender.Write();
        Assert.Throws<IOException>(appender.Sync);
        appender.Close();

        appender.Begin();
        appender.Add(1, 0, 5, out var next);

        Assert.Equal(lost + 1, next);
        Assert.Equal(0, appender.DurableEnd.LastSequence - lost);
    }
}
