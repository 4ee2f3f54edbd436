namespace WebhookReceiver.Postgres;

/// <summary>
/// Terms as the tables have them: half of the hash. Among a hundred million terms one in fifty searches meets a delivery that only has the same half, and it is read in vain.
/// </summary>
internal static class StoredTerm
{
    public static int Of(ulong term) => unchecked((int)(term >> 32));

    /// <summary>In which rows of <c>term</c> it is; the migration and the statements compute the same.</summary>
    public static short BucketOf(int term) => (short)(term & 0xFF);

    /// <summary>Each once.</summary>
    public static int[] Of(List<ulong> terms)
    {
        var stored = new int[terms.Count];

        for (var index = 0; index < stored.Length; index++)
        {
            stored[index] = Of(terms[index]);
        }

        Array.Sort(stored);
        var count = 0;

        foreach (var term in stored)
        {
            if (count is 0 || term != stored[count - 1])
            {
                stored[count++] = term;
            }
        }

        return count == stored.Length ? stored : stored[..count];
    }
}
