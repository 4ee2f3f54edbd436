namespace WebhookReceiver.Verification;

/// <summary>How much memory all unverified bodies together may use: an eighth of the process's limit (that of its container or heap), capped where more would be of no use.</summary>
internal static class BodyMemory
{
    private const long Most = 64 * 1024 * 1024;
    private const int Share = 8;

    /// <param name="largestBody">The largest accepted body; two of this size always fit.</param>
    public static long Budget(long largestBody)
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return Math.Max(available > 0 ? Math.Min(available / Share, Most) : Most, largestBody * 2);
    }
}
