namespace WebhookReceiver.Pipeline.Tests.Fakes;

/// <summary>The content of one file: what programs see, and which sectors would survive a power cut.</summary>
internal sealed class SimulatedDiskContent
{
    public const int SectorSize = 512;

    private readonly HashSet<int> dirty = [];
    private byte[] cached = [];
    private byte[] durable = [];

    public int Length { get; private set; }

    public int DurableLength { get; private set; }

    public ReadOnlySpan<byte> Bytes => cached.AsSpan(0, Length);

    public static SimulatedDiskContent Of(ReadOnlySpan<byte> bytes)
    {
        var content = new SimulatedDiskContent();
        content.Write(0, bytes);
        content.Sync();
        return content;
    }

    public int Read(long offset, Span<byte> buffer)
    {
        var count = (int)Math.Clamp(Length - offset, 0, buffer.Length);
        cached.AsSpan((int)Math.Min(offset, Length), count).CopyTo(buffer);
        return count;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        var end = checked((int)offset + bytes.Length);

        if (end > cached.Length)
        {
            Array.Resize(ref cached, Math.Max(end, cached.Length * 2));
        }

        bytes.CopyTo(cached.AsSpan((int)offset));
        Length = Math.Max(Length, end);

        for (var sector = (int)offset / SectorSize; sector <= (end - 1) / SectorSize; sector++)
        {
            dirty.Add(sector);
        }
    }

    public void Sync()
    {
        foreach (var sector in dirty)
        {
            Keep(sector);
        }

        DurableLength = Length;
        dirty.Clear();
    }

    /// <summary>A failed sync: Linux marks the pages as clean afterwards, so programs keep seeing data that will never reach the disk.</summary>
    public void Lose(Random random)
    {
        foreach (var sector in dirty.Where(_ => random.Next(2) is 0))
        {
            Keep(sector);
        }

        DurableLength = Math.Max(DurableLength, random.Next(DurableLength, Length + 1));
        dirty.Clear();
    }

    /// <summary>Pages marked as clean are read from the disk again; where it has no data there are zeros.</summary>
    public void Forget()
    {
        for (var start = 0; start < Length; start += SectorSize)
        {
            if (!dirty.Contains(start / SectorSize))
            {
                var sector = cached.AsSpan(start, Math.Min(SectorSize, Length - start));
                sector.Clear();
                var there = Math.Clamp(durable.Length - start, 0, sector.Length);
                durable.AsSpan(Math.Min(start, durable.Length), there).CopyTo(sector);
            }
        }
    }

    /// <summary>Damages existing bytes: only in memory, where they are correct again once the cache is dropped, or on the disk as well.</summary>
    public void Rot(int offset, int count, bool onDisk)
    {
        foreach (var bytes in onDisk ? [cached, durable] : new[] { cached })
        {
            for (var index = offset; index < Math.Min(offset + count, bytes.Length); index++)
            {
                bytes[index] ^= 0x55;
            }
        }
    }

    public SimulatedDiskContent Copy()
    {
        var copy = new SimulatedDiskContent { cached = [.. cached], durable = [.. durable], Length = Length, DurableLength = DurableLength };
        copy.dirty.UnionWith(dirty);
        return copy;
    }

    /// <summary>One of the states that a power cut may leave: of what was not synced, any sectors, and any length between the old and the new.</summary>
    public SimulatedDiskContent AfterPowerCut(Random random)
    {
        var survivors = Copy();
        var mode = random.Next(5);

        foreach (var sector in dirty.Order())
        {
            var isKept = mode switch
            {
                0 => false,
                1 => true,
                2 => sector != dirty.Min(),
                _ => random.Next(2) is 0,
            };

            if (isKept)
            {
                survivors.Keep(sector);
            }
        }

        var length = mode switch
        {
            0 => DurableLength,
            1 or 2 => Length,
            _ => random.Next(Math.Min(DurableLength, Length), Math.Max(DurableLength, Length) + 1),
        };

        return Of(survivors.Durable(length));
    }

    private byte[] Durable(int length)
    {
        var bytes = new byte[length];
        durable.AsSpan(0, Math.Min(length, durable.Length)).CopyTo(bytes);
        return bytes;
    }

    private void Keep(int sector)
    {
        var start = sector * SectorSize;
        var end = Math.Min(start + SectorSize, Length);

        if (end > durable.Length)
        {
            Array.Resize(ref durable, Math.Max(end, durable.Length * 2));
        }

        cached.AsSpan(start, end - start).CopyTo(durable.AsSpan(start));
    }
}
