namespace WebhookReceiver.Verification;

/// <summary>How much memory all unverified bodies together may take: an eighth of what the process may have (the limit of its container or heap), and not more than is of any use.</summary>
internal static class BodyMemory
{
    private const long Most = 64 * 1024 * 1024;
    private const int Share = 8;

    /// <param name="largestBody">The largest that is accepted; two of them always find room.</param>
    public static long Budget(long largestBody)
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return Math.Max(available > 0 ? Math.Min(available / Share, Most) : Most, largestBody * 2);
    }
}
