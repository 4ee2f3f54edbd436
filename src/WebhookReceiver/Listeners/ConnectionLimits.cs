namespace WebhookReceiver.Listeners;

/// <summary>
/// The limits of the two listeners, which are separate: connections to one take none from the other. They are derived from the process's file handles, because a process that runs
/// out can neither load its own code nor write its inbox, and from its memory, because every connection may hold a buffer.
/// </summary>
internal sealed class ConnectionLimits
{
    /// <summary>How much of a connection may be read ahead before anything asks for it: more would cost memory before a signature is checked, and gain nothing.</summary>
    public const int ReadAhead = 64 * 1024;

    private const int MemoryShare = 4;
    private const long MostOperations = 64;
    private const int OperationsShare = 8;

    private ConnectionLimits(long all)
    {
        var operations = Math.Min(all / OperationsShare, MostOperations);
        Operations = new ConnectionLimit(operations);
        Public = new ConnectionLimit(all - operations);
    }

    public ConnectionLimit Public { get; }

    public ConnectionLimit Operations { get; }

    public static ConnectionLimits OfProcess()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new ConnectionLimits(Math.Min(FileHandles.ForConnections(), memory > 0 ? memory / MemoryShare / ReadAhead : long.MaxValue));
    }
}
