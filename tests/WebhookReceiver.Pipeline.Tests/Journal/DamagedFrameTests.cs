using System.Buffers.Binary;
using WebhookReceiver.Journal;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Journal;

public sealed class DamagedFrameTests
{
    [Fact]
    [Trait("row", "J03")]
    public void A_flipped_bit_anywhere_in_a_frame_costs_only_that_frame_and_is_reported()
    {
        var bodies = SegmentFile.Bodies(5, size: 80);
        bodies[2] = [.. Enumerable.Range(0, 61).Select(static number => (byte)number)];
        var bytes = SegmentFile.Write(bodies);
        var offsets = SegmentFile.Offsets(bodies);
        var padding = offsets[3] - (FrameHeader.FrameSize(61) - FrameHeader.Size - 61 - 4);

        for (var bit = offsets[2] * 8; bit < padding * 8; bit++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));

            var result = SegmentFile.Read(damaged);

            Assert.Equal([1L, 2, 4, 5], result.Sequences);
            Assert.Equal([new DamagedRange(SegmentFile.Name, offsets[2], offsets[3] - offsets[2])], result.Damage);
        }
    }

    [Fact]
    [Trait("row", "J10")]
    public void Damage_across_several_frames_is_one_range_and_the_frames_after_it_are_read()
    {
        var bodies = SegmentFile.Bodies(10, size: 900);
        var bytes = SegmentFile.Write(bodies);
        var offsets = SegmentFile.Offsets(bodies);
        bytes.AsSpan(offsets[3] + 5, offsets[6] - offsets[3]).Fill(0xDD);

        var result = SegmentFile.Read(bytes);

        Assert.Equal([1L, 2, 3, 8, 9, 10], result.Sequences);
        Assert.Equal([new DamagedRange(SegmentFile.Name, offsets[3], offsets[7] - offsets[3])], result.Damage);
    }

    [Theory]
    [Trait("row", "J16")]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(FrameHeader.MaxLength + 1)]
    [InlineData(FrameHeader.MaxLength)]
    [InlineData(1)]
    public void An_impossible_length_allocates_no_memory_whether_the_header_checksum_is_right_or_wrong(int lengthOrBeyondTheEnd)
    {
        var bodies = SegmentFile.Bodies(4, size: 200);
        var bytes = SegmentFile.Write(bodies);
        var offsets = SegmentFile.Offsets(bodies);
        var length = lengthOrBeyondTheEnd is 1 ? bytes.Length - offsets[2] - FrameHeader.Size + 1 : lengthOrBeyondTheEnd;

        foreach (var isRight in new[] { true, false })
        {
            var changed = (byte[])bytes.Clone();
            BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(offsets[2] + 24), length);

            if (isRight)
            {
                var crc = Crc32C.Append(Crc32C.Append(SegmentFile.Name.Seed, offsets[2]), changed.AsSpan(offsets[2], 32));
                BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(offsets[2] + 32), crc);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = SegmentFile.Read(changed);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.Equal([1L, 2, 4], result.Sequences);
            Assert.InRange(allocated, 0, 4 * 1024 * 1024);
        }
    }

    [Fact]
    [Trait("row", "J26")]
    public void No_mutation_of_a_segment_makes_the_reader_fail_loop_or_return_a_body_that_was_not_written()
    {
        var bodies = SegmentFile.Bodies(12, size: 600);
        var bytes = SegmentFile.Write(bodies);
        var known = bodies.Select(Convert.ToHexString).ToHashSet(StringComparer.Ordinal);
        var first = SimulatedDiskRuns.FirstDiskSeed;

        for (var seed = first; seed < first + (SimulatedDiskRuns.DiskSeeds(200) * 2); seed++)
        {
            var random = new Random(seed);
            var mutant = bytes.ToList();

            for (var step = random.Next(1, 8); step > 0 && mutant.Count > 100; step--)
            {
                Mutate(mutant, random);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = SegmentFile.Read([.. mutant]);

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * 1024 * 1024);
            Assert.All(result.Frames, frame => Assert.True(known.Contains(Convert.ToHexString(frame.Body)), $"seed {seed}"));
            Assert.Equal(result.Sequences.Order().Distinct(), result.Sequences);
        }
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        var count = Math.Min(random.Next(1, 600), bytes.Count - at);

        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes.RemoveRange(at, count);
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - count), count));
                break;
            case 3:
                bytes.InsertRange(at, new byte[random.Next(64)]);
                break;
            case 4:
                // An arbitrary length, where a length field may be.
                at = at / 8 * 8;
                Enumerable.Range(at, Math.Min(4, bytes.Count - at)).ToList().ForEach(place => bytes[place] = (byte)random.Next(256));
                break;
            default:
                var other = random.Next(bytes.Count - count);
                bytes.GetRange(other, count).Select((value, index) => (value, index)).Where(pair => at + pair.index < bytes.Count).ToList()
                    .ForEach(pair => bytes[at + pair.index] = pair.value);
                break;
        }
    }
}
