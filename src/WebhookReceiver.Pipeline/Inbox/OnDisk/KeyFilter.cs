namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Rules out most keys that are not in a file without reading it: a blocked Bloom filter with 10 bits per key, whose eight probes all fall into one cache line.
/// About 1 in 100 absent keys gets through.
/// </summary>
internal sealed class KeyFilter
{
    private const int BitsPerKey = 10;
    private const int WordsPerBlock = 8;

    private readonly ulong[] words;
    private readonly int blocks;

    public KeyFilter(int keys)
    {
        blocks = Math.Max(1, (int)(((long)keys * BitsPerKey) / (64 * WordsPerBlock)) + 1);
        words = new ulong[blocks * WordsPerBlock];
    }

    public void Add(UInt128 key)
    {
        var block = BlockOf(key);
        var bits = (ulong)key;

        for (var word = 0; word < WordsPerBlock; word++, bits >>= 6)
        {
            words[block + word] |= 1UL << (int)(bits & 63);
        }
    }

    public bool MayContain(UInt128 key)
    {
        var block = BlockOf(key);
        var bits = (ulong)key;

        for (var word = 0; word < WordsPerBlock; word++, bits >>= 6)
        {
            if ((words[block + word] & (1UL << (int)(bits & 63))) is 0)
            {
                return false;
            }
        }

        return true;
    }

    private int BlockOf(UInt128 key) => (int)Math.BigMul((ulong)(key >> 64), (ulong)blocks, out _) * WordsPerBlock;
}
