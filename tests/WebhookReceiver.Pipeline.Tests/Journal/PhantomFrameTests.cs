using WebhookReceiver.Journal;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Journal;

/// <summary>Intact frames that do not belong where they are.</summary>
public sealed class PhantomFrameTests
{
    [Theory]
    [Trait("row", "J12")]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    public void Old_frames_after_a_frame_that_overwrote_one_of_the_same_length_do_not_follow_it(int count)
    {
        List<byte[]> old = [.. Enumerable.Range(0, count).Select(static number => Enumerable.Repeat((byte)number, 40).ToArray())];
        var bytes = SegmentFile.Write(old);
        var offsets = SegmentFile.Offsets(old);
        List<byte[]> rewritten = [old[0], [.. Enumerable.Repeat((byte)0xEE, 40)]];
        SegmentFile.Write(rewritten).AsSpan(offsets[1]).CopyTo(bytes.AsSpan(offsets[1]));

        var result = SegmentFile.Read(bytes);

        Assert.Equal(rewritten, result.Frames.Select(static frame => frame.Body));
        Assert.Equal(offsets[2], result.End);
    }

    [Fact]
    [Trait("row", "J12")]
    public void A_phantom_is_not_accepted_when_the_limit_is_raised_either()
    {
        List<byte[]> old = [.. Enumerable.Range(0, 4).Select(static number => Enumerable.Repeat((byte)number, 40).ToArray())];
        var bytes = SegmentFile.Write(old);
        var offsets = SegmentFile.Offsets(old);
        SegmentFile.Write([old[0], [.. Enumerable.Repeat((byte)0xEE, 40)]]).AsSpan(offsets[1]).CopyTo(bytes.AsSpan(offsets[1]));
        var disk = new SimulatedDisk(SegmentFile.Folder) { ["/journal/any"] = bytes };
        using var reader = new SegmentReader(disk.Open("/journal/any"), SegmentFile.Name, SegmentHeader.Size, offsets[3]);

        Assert.True(reader.TryRead(out _) && reader.TryRead(out _));
        Assert.False(reader.TryRead(out _));
        reader.Limit = bytes.Length;

        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    [Trait("row", "J17")]
    public void A_frame_is_valid_only_in_its_own_place()
    {
        var bodies = Enumerable.Range(0, 6).Select(static number => Enumerable.Repeat((byte)number, 52).ToArray()).ToList();
        var bytes = SegmentFile.Write(bodies);
        var offsets = SegmentFile.Offsets(bodies);
        var size = offsets[1] - offsets[0];

        for (var from = 0; from < 6; from++)
        {
            for (var to = 0; to < 6; to++)
            {
                var moved = (byte[])bytes.Clone();
                bytes.AsSpan(offsets[from], size).CopyTo(moved.AsSpan(offsets[to]));

                var expected = Enumerable.Range(1, 6).Select(static number => (long)number).Where(number => from == to || number != to + 1);
                Assert.Equal(expected, SegmentFile.Read(moved).Sequences);
            }
        }
    }

    [Fact]
    [Trait("row", "J17")]
    public void Frames_of_another_segment_are_not_valid_even_in_the_same_place()
    {
        var bodies = SegmentFile.Bodies(4);
        var other = SegmentFile.Name with { Epoch = 1 };

        Assert.Empty(SegmentFile.Read(SegmentFile.Write(bodies, other)).Frames);
        Assert.Empty(SegmentFile.Read(SegmentFile.Write(bodies, SegmentFile.Name with { Id = 8 })).Frames);
        Assert.Equal(4, SegmentFile.Read(SegmentFile.Write(bodies, other), other).Frames.Count);
    }
}
