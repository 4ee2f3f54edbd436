namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Gives back the memory that reading much from the disk took: what was read is garbage by then, and an idle service would keep it until something else needs memory.
/// From any thread.
/// </summary>
internal sealed class ReadingMemory
{
    /// <summary>Below it the pause that it costs, some tens of milliseconds, is not worth it.</summary>
    private const long Much = 16 * 1024 * 1024;

    private long bytes;

    public void Read(long more) => Interlocked.Add(ref bytes, more);

    /// <summary>Nothing is being read at the moment.</summary>
    public void GiveBack()
    {
        if (Interlocked.Read(ref bytes) > Much)
        {
            Interlocked.Exchange(ref bytes, 0);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }
    }
}
