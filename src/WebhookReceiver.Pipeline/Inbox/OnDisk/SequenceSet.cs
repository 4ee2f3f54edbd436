namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// A set of dense numbers, one bit each, in chunks. Deliveries are settled out of order, because a waiting conversation does not hold up the others.
/// </summary>
internal sealed class SequenceSet
{
    private const int ChunkBits = 16;
    private const int Words = 1 << (ChunkBits - 6);

    private readonly Dictionary<long, ulong[]> chunks = [];

    public bool Contains(long number) =>
        chunks.TryGetValue(number >> ChunkBits, out var chunk) && (chunk[WordOf(number)] & BitOf(number)) is not 0;

    /// <returns>False when it was already present.</returns>
    public bool Add(long number)
    {
        if (!chunks.TryGetValue(number >> ChunkBits, out var chunk))
        {
            chunks.Add(number >> ChunkBits, chunk = new ulong[Words]);
        }

        ref var word = ref chunk[WordOf(number)];
        var isNew = (word & BitOf(number)) is 0;
        word |= BitOf(number);
        return isNew;
    }

    public bool ContainsAll(long first, long last)
    {
        for (var number = first; number <= last; number++)
        {
            if (!Contains(number))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Forgets whole chunks of numbers below this one.</summary>
    public void ForgetBelow(long number)
    {
        foreach (var chunk in chunks.Keys.Where(chunk => (chunk + 1) << ChunkBits <= number).ToList())
        {
            chunks.Remove(chunk);
        }
    }

    private static int WordOf(long number) => (int)(number >> 6) & (Words - 1);

    private static ulong BitOf(long number) => 1UL << (int)(number & 63);
}
