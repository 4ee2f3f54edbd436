using WebhookReceiver.Journal;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Journal;

public sealed class TornTailTests
{
    [Fact]
    [Trait("row", "J02")]
    public void A_segment_cut_at_any_byte_of_its_last_three_frames_yields_exactly_the_complete_ones()
    {
        var bodies = SegmentFile.Bodies(6, size: 700);
        var bytes = SegmentFile.Write(bodies);
        var offsets = SegmentFile.Offsets(bodies);

        for (var length = offsets[3]; length < bytes.Length; length++)
        {
            var complete = offsets.FindLastIndex(offset => offset <= length);
            var result = SegmentFile.Read(bytes[..length]);

            Assert.Equal(bodies[..complete], result.Frames.Select(static frame => frame.Body));
            Assert.Equal(offsets[complete], result.End);
            Assert.Empty(result.Damage);
        }
    }

    [Fact]
    [Trait("row", "J04")]
    public void Garbage_zeros_or_old_frames_after_the_end_add_nothing_and_lose_nothing()
    {
        var bodies = SegmentFile.Bodies(5, size: 300);
        var bytes = SegmentFile.Write(bodies);
        var other = SegmentFile.Write(SegmentFile.Bodies(9, size: 300, seed: 2), new SegmentName(6, 99))[SegmentHeader.Size..];

        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var tail = new byte[random.Next(1, 2000)];

            switch (seed % 4)
            {
                case 0:
                    random.NextBytes(tail);
                    break;
                case 1:
                    break;
                case 2:
                    tail = other[..random.Next(1, other.Length)];
                    break;
                default:
                    // Frames of the same segment, repeated after its end.
                    tail = bytes[SegmentHeader.Size..random.Next(SegmentHeader.Size + 1, bytes.Length)];
                    break;
            }

            var result = SegmentFile.Read([.. bytes, .. tail]);

            Assert.Equal(bodies, result.Frames.Select(static frame => frame.Body));
            Assert.Equal(bytes.Length, result.End);
            Assert.Empty(result.Damage);
        }
    }

    [Fact]
    [Trait("row", "J14")]
    public void Zeros_are_not_frames_and_an_empty_body_is_one()
    {
        List<byte[]> bodies = [[1], [], [2, 3]];
        var bytes = SegmentFile.Write(bodies);
        var zeroHeader = new byte[FrameHeader.FrameSize(0)];

        Assert.Equal(bodies, SegmentFile.Read(bytes).Frames.Select(static frame => frame.Body));
        Assert.Equal(bodies, SegmentFile.Read([.. bytes, .. new byte[4096]]).Frames.Select(static frame => frame.Body));
        Assert.Equal(bodies, SegmentFile.Read([.. bytes, .. zeroHeader]).Frames.Select(static frame => frame.Body));
        Assert.Empty(SegmentFile.Read(new byte[4096]).Frames);
        Assert.False(SegmentHeader.TryRead(new byte[SegmentHeader.Size], SegmentFile.Name, out _));
    }

    [Fact]
    [Trait("row", "J14")]
    public void Every_frame_of_zeros_has_a_wrong_checksum_in_every_place()
    {
        var zeros = new byte[FrameHeader.FrameSize(0)];

        for (var offset = SegmentHeader.Size; offset < 100_000; offset += 8)
        {
            Assert.False(FrameHeader.TryRead(zeros, SegmentFile.Name.Seed, offset, out _, out _));
        }
    }
}
