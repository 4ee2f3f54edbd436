namespace WebhookReceiver.Verification;

/// <summary>
/// The memory for bodies that are still arriving and therefore unverified, in blocks of one size: many strangers with large bodies must not exhaust the process's memory. A part is reserved for
/// bodies of up to 64 KiB, which nearly all notifications are. When nothing is left, the slowest body on an unproven connection is evicted.
/// </summary>
internal sealed class BodyBlocks(long bytes, TimeProvider clock)
{
    public const int Size = 32 * 1024;

    /// <summary>The largest number of blocks of a small body.</summary>
    private const int Small = 64 * 1024 / Size;

    /// <summary>The fraction reserved for small bodies is one in this many.</summary>
    private const int SmallShare = 4;

    /// <summary>Added to the age of every body, so that one that has only just begun is not infinitely fast.</summary>
    private static readonly TimeSpan Head = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private readonly Stack<byte[]> free = new();
    private readonly HashSet<ArrivingBody> holders = [];
    private readonly int most = (int)(bytes / Size);
    private int inUse;
    private int mostInUse;

    /// <summary>Adds <paramref name="count"/> blocks to <paramref name="blocks"/>.</summary>
    /// <returns>False when there are none left, and no other body is to be evicted for this one.</returns>
    public bool TryRent(ArrivingBody body, int count, List<byte[]> blocks)
    {
        List<ArrivingBody>? evicted = null;
        bool hasRoom;

        lock (gate)
        {
            var limit = body.Blocks + count <= Small ? most : most - (most / SmallShare);

            while (!(hasRoom = inUse + count <= limit) && SlowestBeside(body) is { } slowest)
            {
                // Its blocks count as free at once; they are actually returned when its read has ended.
                Forget(slowest);
                (evicted ??= []).Add(slowest);
            }

            if (hasRoom)
            {
                inUse += count;
                mostInUse = Math.Max(mostInUse, inUse);
                body.Blocks += count;
                holders.Add(body);

                for (; count > 0; count--)
                {
                    blocks.Add(free.TryPop(out var block) ? block : GC.AllocateUninitializedArray<byte>(Size));
                }
            }
        }

        // Not under the lock: it may run the end of that read on this thread.
        evicted?.ForEach(static body => body.Evict());
        return hasRoom;
    }

    /// <summary>Takes the blocks of a body back, and empties the list.</summary>
    public void Return(ArrivingBody body, List<byte[]> blocks)
    {
        lock (gate)
        {
            Forget(body);

            foreach (var block in blocks)
            {
                if (free.Count + inUse < most)
                {
                    free.Push(block);
                }
            }
        }

        blocks.Clear();
    }

    /// <summary>Drops the free blocks that were not needed since the previous call, so that one flood does not keep its memory for ever.</summary>
    /// <returns>Their size in bytes.</returns>
    public long DropUnused()
    {
        lock (gate)
        {
            var dropped = 0;

            for (; free.Count > 0 && free.Count + inUse > mostInUse; dropped++)
            {
                free.Pop();
            }

            mostInUse = inUse;
            return (long)dropped * Size;
        }
    }

    private void Forget(ArrivingBody body)
    {
        inUse -= body.Blocks;
        body.Blocks = 0;
        holders.Remove(body);
    }

    /// <returns>Null when all others are faster than <paramref name="body"/>, or are on proven connections.</returns>
    private ArrivingBody? SlowestBeside(ArrivingBody body)
    {
        var now = clock.GetTimestamp();
        ArrivingBody? slowest = null;
        var speed = body.IsProven ? double.MaxValue : SpeedOf(body, now);

        foreach (var holder in holders)
        {
            if (!holder.IsProven && holder != body && SpeedOf(holder, now) is var other && other < speed)
            {
                (slowest, speed) = (holder, other);
            }
        }

        return slowest;
    }

    private double SpeedOf(ArrivingBody body, long now) => body.Bytes / (clock.GetElapsedTime(body.Since, now) + Head).TotalSeconds;
}
