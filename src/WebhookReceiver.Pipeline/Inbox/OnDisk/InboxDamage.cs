using WebhookReceiver.Journal;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>Damage found in a journal while the process runs: each range is logged, copied aside and counted once. Thread-safe.</summary>
internal sealed class InboxDamage(DamageKeeper keeper, string directory)
{
    private readonly Lock keeping = new();
    private IReadOnlyList<DamagedRange> known = [];
    private IReadOnlyList<DamagedRange> found = [];

    /// <summary>The damage that recovery had not already reported.</summary>
    public IReadOnlyList<DamagedRange> Found => Volatile.Read(ref found);

    /// <summary>Registers what recovery has reported.</summary>
    public void Know(IReadOnlyList<DamagedRange> ranges)
    {
        lock (keeping)
        {
            known = ranges;
        }
    }

    public void Add(DamagedRange range)
    {
        lock (keeping)
        {
            if (range.Length <= 0 || known.Concat(found).Any(other => Holds(other, range)))
            {
                return;
            }

            // A range that extends a known one replaces it.
            Volatile.Write(ref found, [.. found.Where(other => !Holds(range, other)), range]);
            keeper.Keep(directory, [range]);
        }
    }

    private static bool Holds(DamagedRange outer, DamagedRange inner) =>
        outer.Segment == inner.Segment && outer.Offset <= inner.Offset && inner.Offset + inner.Length <= outer.Offset + outer.Length;
}
