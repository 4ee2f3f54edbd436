namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Rules out most keys that are not in a file without reading it: a blocked Bloom filter with 10 bits per key, whose eight probes all fall into one cache line.
/// About 1 in 100 absent keys gets through.
/// </summary>
internal sealed class KeyFilter
{
    public const int WordsPerBlock = 8;

    private const int BitsPerKey = 10;

    private readonly ulong[] words;
    private readonly int blocks;

    public KeyFilter(int keys)
    {
        blocks = Math.Max(1, (int)(((long)keys * BitsPerKey) / (64 * WordsPerBlock)) + 1);
        words = new ulong[blocks * WordsPerBlock];
    }

    /// <summary>All its blocks, one after another.</summary>
    public ReadOnlySpan<ulong> Words => words;

    public void Add(UInt128 key)
    {
        var block = BlockOf(key, blocks) * WordsPerBlock;
        var bits = (ulong)key;

        for (var word = 0; word < WordsPerBlock; word++, bits >>= 6)
        {
            words[block + word] |= 1UL << (int)(bits & 63);
        }
    }

    public bool MayContain(UInt128 key) => MayContain(words.AsSpan(BlockOf(key, blocks) * WordsPerBlock, WordsPerBlock), key);

    /// <summary>Whether the one block that a key concerns has it, for a filter that is not in memory.</summary>
    public static bool MayContain(ReadOnlySpan<ulong> block, UInt128 key)
    {
        var bits = (ulong)key;

        foreach (var word in block)
        {
            if ((word & (1UL << (int)(bits & 63))) is 0)
            {
                return false;
            }

            bits >>= 6;
        }

        return true;
    }

    /// <summary>The number of the block that a key concerns.</summary>
    public static int BlockOf(UInt128 key, int blocks) => (int)Math.BigMul((ulong)(key >> 64), (ulong)blocks, out _);
}
