namespace WebhookReceiver.Dispatch;

/// <summary>
/// Keeps threads of the pool for the door and the loops: a handler that blocks its thread takes it from nobody else, because as many more may be started at once. A call
/// that was left behind may hold its thread for ever, so there is one more for each of these, too.
/// </summary>
internal sealed class ThreadReserve
{
    private readonly Lock gate = new();
    private int handlers;
    private int leftBehind;

    /// <summary>How many calls were left behind and have not ended.</summary>
    public int LeftBehind
    {
        get
        {
            lock (gate)
            {
                return leftBehind;
            }
        }
    }

    /// <summary>So many handlers may run at the same time.</summary>
    public void Cover(int calls)
    {
        lock (gate)
        {
            handlers = calls;
            Apply();
        }
    }

    public void CallLeftBehind()
    {
        lock (gate)
        {
            leftBehind++;
            Apply();
        }
    }

    public void CallCameBack()
    {
        lock (gate)
        {
            leftBehind--;
            Apply();
        }
    }

    /// <summary>Raises the minimum of the pool and never lowers it: others may have raised it for reasons of their own.</summary>
    private void Apply()
    {
        var wanted = Environment.ProcessorCount + handlers + leftBehind;
        ThreadPool.GetMinThreads(out var workers, out var completionPorts);

        if (workers < wanted)
        {
            ThreadPool.GetMaxThreads(out var most, out _);
            ThreadPool.SetMinThreads(Math.Min(wanted, most), completionPorts);
        }
    }
}
