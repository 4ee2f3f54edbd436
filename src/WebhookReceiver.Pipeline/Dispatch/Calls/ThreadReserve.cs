namespace WebhookReceiver.Dispatch;

/// <summary>
/// Keeps pool threads available for the door and the loops: the minimum of the pool covers all handlers, so that one that blocks its thread takes it from no one else. A call
/// that was left behind may block its thread for ever, so each of them adds one more.
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

    /// <summary>Covers this many handler calls at the same time.</summary>
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

    /// <summary>Raises the minimum of the pool and never lowers it: the application may have raised it for its own reasons.</summary>
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
