namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Tells of most keys that they are not in a file, without looking into it: a blocked Bloom filter of 10 bits a key, all eight probes of which fall into one
/// line of the processor's cache. About one foreign key in a hundred gets through.
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
