using WebhookReceiver.Journal;
using WebhookReceiver.Pipeline.Tests.Fakes;

namespace WebhookReceiver.Pipeline.Tests.Journal;

/// <summary>Segments written by the real writer, and read by the real reader after a test has changed their bytes.</summary>
internal static class SegmentFile
{
    public const string Folder = "/journal";

    public static readonly SegmentName Name = new(7, 0x1234_5678_9ABC_DEF0);

    public static byte[] Write(IEnumerable<byte[]> bodies, SegmentName? name = null)
    {
        var disk = new SimulatedDisk(Folder);
        var used = name ?? Name;

        using (var writer = SegmentWriter.Create(disk, Folder, used, new SegmentHeader(SegmentHeader.CurrentVersion, 1, default, 0)))
        {
            var sequence = 0;

            foreach (var body in bodies)
            {
                body.CopyTo(writer.Add(1, ++sequence, time: 5, body.Length));
            }

            writer.Write();
            writer.Sync();
        }

        return disk[Path.Combine(Folder, used.ToString())];
    }

    public static ReadResult Read(byte[] bytes, SegmentName? name = null, long? limit = null)
    {
        var disk = new SimulatedDisk(Folder) { ["/journal/any"] = bytes };
        using var reader = new SegmentReader(disk.Open("/journal/any"), name ?? Name, SegmentHeader.Size, limit ?? bytes.Length);
        var frames = new List<(long Sequence, long Offset, byte[] Body)>();

        while (reader.TryRead(out var frame))
        {
            frames.Add((frame.Header.Sequence, frame.Offset, frame.Body.ToArray()));
        }

        return new ReadResult(frames, [.. reader.Damage], reader.End);
    }

    /// <summary>Where each frame begins, followed by the end.</summary>
    public static List<int> Offsets(IEnumerable<byte[]> bodies)
    {
        List<int> offsets = [SegmentHeader.Size];

        foreach (var body in bodies)
        {
            offsets.Add(offsets[^1] + FrameHeader.FrameSize(body.Length));
        }

        return offsets;
    }

    public static List<byte[]> Bodies(int count, int size = 50, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var body = new byte[random.Next(size)];
            random.NextBytes(body);
            return body;
        })];
    }
}

/// <summary>What a reader found.</summary>
internal sealed record ReadResult(List<(long Sequence, long Offset, byte[] Body)> Frames, List<DamagedRange> Damage, long End)
{
    public List<long> Sequences => [.. Frames.Select(static frame => frame.Sequence)];
}
