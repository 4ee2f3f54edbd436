namespace WebhookReceiver.Postgres;

/// <summary>
/// Which instance should own a slot: each instance computes the same answer from the list of live ones, so there is no leader. When an instance comes or goes, only its own share moves.
/// </summary>
internal static class Rendezvous
{
    public static long OwnerOf(byte slot, IReadOnlyList<long> instances)
    {
        var (owner, best) = (0L, 0UL);

        foreach (var instance in instances)
        {
            var weight = Mix(((ulong)instance << 8) | slot);

            if (owner is 0 || weight > best || (weight == best && instance < owner))
            {
                (owner, best) = (instance, weight);
            }
        }

        return owner;
    }

    /// <summary>The finalizer of SplitMix64: every bit of the input changes half of the output.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
