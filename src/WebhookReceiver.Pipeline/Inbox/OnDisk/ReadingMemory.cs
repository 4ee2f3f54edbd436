namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Releases the memory that a large amount of reading took: what was read is garbage by then, and an idle service would keep it until something else needs
/// memory. Thread-safe.
/// </summary>
internal sealed class ReadingMemory
{
    /// <summary>Below this amount the collection pause, some tens of milliseconds, is not worth it.</summary>
    private const long Much = 16 * 1024 * 1024;

    private long bytes;

    public void Read(long more) => Interlocked.Add(ref bytes, more);

    /// <summary>Called when nothing is being read.</summary>
    public void GiveBack()
    {
        if (Interlocked.Read(ref bytes) > Much)
        {
            Interlocked.Exchange(ref bytes, 0);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }
}
