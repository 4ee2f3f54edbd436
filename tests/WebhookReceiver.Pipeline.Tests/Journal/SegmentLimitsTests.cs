using Microsoft.Win32.SafeHandles;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Journal;

public sealed class SegmentLimitsTests
{
    private const int SegmentBytes = 4096;

    [Theory]
    [Trait("row", "J22")]
    [InlineData(0, true)]
    [InlineData(-8, true)]
    [InlineData(1, false)]
    [InlineData(8, false)]
    public void A_frame_that_just_fits_stays_and_one_that_is_a_byte_too_long_goes_to_the_next_segment(int more, bool fits)
    {
        using var appender = NewAppender();
        appender.Begin();
        appender.Add(1, 0, 100, out _);
        var room = SegmentBytes - (int)appender.Offset - FrameHeader.FrameSize(0) + 4;
        var longest = Enumerable.Range(room - 16, 32).Last(length => appender.Offset + FrameHeader.FrameSize(length) <= SegmentBytes);

        Assert.Equal(fits, appender.HasRoom(longest + more));
    }

    [Fact]
    [Trait("row", "J22")]
    public void A_frame_larger_than_a_segment_gets_its_own_and_is_not_split()
    {
        var disk = new SimulatedDisk(SegmentFile.Folder);
        using var appender = NewAppender(disk);
        var name = appender.Begin();

        Assert.True(appender.HasRoom(10 * SegmentBytes));
        appender.Add(1, 0, 10 * SegmentBytes, out _).Fill(0xAB);
        Assert.False(appender.HasRoom(0));
        appender.Write();
        appender.Sync();

        var frame = Assert.Single(SegmentFile.Read(disk[Path.Combine(SegmentFile.Folder, name.ToString())], name).Frames);
        Assert.All(frame.Body, static value => Assert.Equal(0xAB, value));
        Assert.Equal(10 * SegmentBytes, frame.Body.Length);
    }

    [Fact]
    [Trait("row", "J22")]
    public void A_body_of_the_maximum_length_round_trips()
    {
        var name = SegmentFile.Name;
        var frame = new byte[FrameHeader.FrameSize(FrameHeader.MaxLength)];
        frame[FrameHeader.Size + FrameHeader.MaxLength - 1] = 1;
        var crc = new FrameHeader(1, 1, 0, FrameHeader.MaxLength, 0).Write(frame, name.Seed, SegmentHeader.Size);
        FrameHeader.Seal(frame, crc, FrameHeader.MaxLength);
        using var reader = new SegmentReader(new BytesAt(SegmentHeader.Size, frame), name, SegmentHeader.Size, SegmentHeader.Size + frame.Length);

        Assert.True(reader.TryRead(out var read));
        Assert.Equal(FrameHeader.MaxLength, read.Body.Length);
        Assert.Equal(1, read.Body[^1]);
    }

    [Theory]
    [Trait("row", "J24")]
    [InlineData(1L << 31)]
    [InlineData(1L << 32)]
    [InlineData(5L << 32)]
    public void Frames_beyond_two_and_four_gigabytes_are_read_in_place_and_damage_between_them_is_counted(long boundary)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var offset = boundary - 24;

        try
        {
            var end = WriteSparse(path, offset);
            using var reader = new SegmentReader(OpenReal(path), SegmentFile.Name, offset, end);

            Assert.True(reader.TryRead(out var first));
            Assert.Equal((1, offset), (first.Header.Sequence, first.Offset));
            Assert.True(reader.TryRead(out var third));
            Assert.Equal(3, third.Header.Sequence);
            Assert.Equal(end, third.End);
            Assert.Equal([new DamagedRange(SegmentFile.Name, offset + FrameHeader.FrameSize(5), 64 * 1024)], reader.Damage);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static long WriteSparse(string path, long offset)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        var frame = new byte[FrameHeader.FrameSize(5)];
        var crc = new FrameHeader(1, 1, 0, 5, 0).Write(frame, SegmentFile.Name.Seed, offset);
        FrameHeader.Seal(frame, crc, 5);
        RandomAccess.Write(handle, frame, offset);
        var later = offset + frame.Length + (64 * 1024);
        crc = new FrameHeader(1, 3, 0, 5, 77).Write(frame, SegmentFile.Name.Seed, later);
        FrameHeader.Seal(frame, crc, 5);
        RandomAccess.Write(handle, frame, later);
        return later + frame.Length;
    }

    private static IDiskFile OpenReal(string path) => OperatingSystem.IsLinux() ? new PosixDisk().Open(path) : new PortableDisk().Open(path);

    private static JournalAppender NewAppender(SimulatedDisk? disk = null) =>
        new(disk ?? new SimulatedDisk(SegmentFile.Folder), SegmentFile.Folder, SegmentBytes, default, 0, static () => 0);

    private sealed class BytesAt(long start, byte[] bytes) : IDiskFile
    {
        public long Length => start + bytes.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            var from = (int)(offset - start);
            var count = Math.Min(buffer.Length, bytes.Length - from);
            bytes.AsSpan(from, count).CopyTo(buffer);
            return count;
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

        public void DropCache() => throw new NotSupportedException();

        public void Sync()
        {
            // This file is only read.
        }

        public void Dispose()
        {
            // Nothing is open.
        }
    }
}
