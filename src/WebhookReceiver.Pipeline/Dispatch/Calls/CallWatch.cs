namespace WebhookReceiver.Dispatch;

/// <summary>
/// Enforces the time limit of the calls of one run. One timer covers many calls: when it fires, it checks the call that is running then, so that a call needs no timer of its own.
/// </summary>
internal sealed class CallWatch : IDisposable
{
    /// <summary>How long a call may take to end after its token has fired, before the event continues without it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly TimeSpan limit;
    private readonly ITimer timer;
    private volatile RunningCall? watched;
    private volatile bool isStopping;
    private long deadline;
    private long lastBegun;
    private long armedFor = long.MaxValue;

    /// <summary>When a call whose token has fired is left behind; null while none has fired.</summary>
    private long? abandonedAt;

    public CallWatch(TimeProvider clock, TimeSpan limit)
    {
        this.clock = clock;
        this.limit = limit;
        timer = clock.CreateTimer(static watch => ((CallWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether no further handler may be called, because the service stops.</summary>
    public bool IsStopping => isStopping;

    /// <summary>Starts to watch a call.</summary>
    /// <returns>When it begins, as a timestamp; null when it must not be made, because the service stops.</returns>
    public long? TryBegin(RunningCall call)
    {
        lock (gate)
        {
            var isDisposal = call.Kind is CallKind.Dispose;

            if (isStopping && !isDisposal)
            {
                return null;
            }

            var now = clock.GetTimestamp();
            deadline = isDisposal ? EndOfDisposal(now) : now + Ticks(limit);
            lastBegun = isDisposal ? lastBegun : now;
            abandonedAt = null;
            call.State.Begin();
            watched = call;

            if (deadline < armedFor)
            {
                Arm(deadline);
            }

            return now;
        }
    }

    /// <summary>The call has ended.</summary>
    public void End() => watched = null;

    /// <summary>Fires the token of the running handler because the service stops, and prevents further calls.</summary>
    public void CutShort()
    {
        isStopping = true;

        lock (gate)
        {
            if (watched is { } call)
            {
                CutShort(call);
            }
        }
    }

    /// <summary>Shortens the wait for disposals when the service begins to stop: the results are recorded already.</summary>
    public void HurryDisposal()
    {
        lock (gate)
        {
            if (watched is { Kind: CallKind.Dispose } call)
            {
                CutShort(call);
            }
        }
    }

    /// <summary>Returns once the thread that is leaving a call behind has finished doing so.</summary>
    public void Settle()
    {
        lock (gate)
        {
        }
    }

    public void Dispose() => timer.Dispose();

    private void CutShort(RunningCall call)
    {
        if (call.TryCutShort(isStopping: true))
        {
            abandonedAt = clock.GetTimestamp() + Ticks(Grace);
            Arm(abandonedAt.Value);
        }
    }

    private void Look()
    {
        lock (gate)
        {
            armedFor = long.MaxValue;

            if (watched is not { } call)
            {
                return;
            }

            var now = clock.GetTimestamp();

            if (abandonedAt is null && deadline <= now && call.TryCutShort(isStopping: false))
            {
                // A disposal has no token by which it could be ended.
                abandonedAt = call.Kind is CallKind.Dispose ? now : now + Ticks(Grace);
            }

            if ((abandonedAt ?? deadline) is var due && due > now)
            {
                Arm(due);
            }
            else if (abandonedAt is not null && call.State.TryAbandon())
            {
                watched = null;
                call.LeaveBehind();
            }
        }
    }

    /// <summary>The time limit of the last call, but at least one second from now.</summary>
    private long EndOfDisposal(long now)
    {
        var grace = now + Ticks(Grace);
        return isStopping ? grace : Math.Max(grace, lastBegun + Ticks(limit));
    }

    private void Arm(long due)
    {
        armedFor = due;
        var wait = clock.GetElapsedTime(clock.GetTimestamp(), due);
        timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);
}
