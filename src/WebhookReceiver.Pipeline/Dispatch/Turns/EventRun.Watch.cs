namespace WebhookReceiver.Dispatch;

/// <content>
/// The time limit of the calls of one run. Its timer runs on over many calls and looks, when it fires, at the one that runs then: a call costs no timer of its own.
/// </content>
internal sealed partial class EventRun
{
    /// <summary>How long a call may take to end after its token has fired, before the event goes on without it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Lock watching = new();
    private readonly ITimer watch;
    private volatile RunningCall? watched;
    private long armedFor = long.MaxValue;

    /// <summary>When the call is left behind whose token has fired; null while none has.</summary>
    private long? abandonedAt;

    /// <summary>Fires the token of the running handler because the service stops, and calls no further one.</summary>
    public void CutShort()
    {
        isStopping = true;

        lock (watching)
        {
            if (watched is { } call && call.TryCutShort(isStopping: true))
            {
                abandonedAt = shared.Clock.GetTimestamp() + Ticks(Grace);
                Arm(abandonedAt.Value);
            }
        }
    }

    /// <summary>The service begins to stop: what has been recorded need not wait for its services to be disposed of for long.</summary>
    public void HurryDisposal()
    {
        lock (watching)
        {
            if (watched is { Kind: CallKind.Dispose } call && call.TryCutShort(isStopping: true))
            {
                abandonedAt = shared.Clock.GetTimestamp() + Ticks(Grace);
                Arm(abandonedAt.Value);
            }
        }
    }

    public void Dispose() => watch.Dispose();

    /// <summary>A call that was left behind has ended after all.</summary>
    public void CameBack(RunningCall call)
    {
        Bulkhead? bulkhead;

        // Who left it behind may not have said so yet.
        lock (watching)
        {
            bulkhead = call.LeftBehindAt;
        }

        shared.Threads.CallCameBack();

        bulkhead?.CameBack(call.KeepsPlace);
    }

    /// <summary>Disposes of services. One that throws must not end the worker.</summary>
    public async Task DisposeAsync(IAsyncDisposable services)
    {
        try
        {
            await services.DisposeAsync();
        }
        catch (Exception exception)
        {
            ScopeNotDisposed(shared.Logger, ExceptionText.TypeOf(exception), ExceptionText.StackOf(exception));
        }
    }

    private void Watch(RunningCall call)
    {
        lock (watching)
        {
            watched = call;
            abandonedAt = null;

            if (call.Deadline < armedFor)
            {
                Arm(call.Deadline);
            }
        }
    }

    private void Look()
    {
        lock (watching)
        {
            armedFor = long.MaxValue;

            if (watched is not { } call)
            {
                return;
            }

            var now = shared.Clock.GetTimestamp();

            if (abandonedAt is null && call.Deadline <= now && call.TryCutShort(isStopping: false))
            {
                // A disposal has no token that could end it.
                abandonedAt = call.Kind is CallKind.Dispose ? now : now + Ticks(Grace);
            }

            if ((abandonedAt ?? call.Deadline) is var due && due > now)
            {
                Arm(due);
            }
            else if (abandonedAt is not null && call.TryAbandon())
            {
                Abandon(call);
            }
        }
    }

    /// <summary>What the call uses is its own from here on; the next handler gets another scope.</summary>
    private void Abandon(RunningCall call)
    {
        watched = null;
        scope = null;
        call.LeftBehindAt = place;
        call.KeepsPlace = place is not null && !place.TryLeaveBehind();
        shared.Threads.CallLeftBehind();
        shared.Scheduler.Queue(new LeftBehind(this, call));
    }

    private void Arm(long due)
    {
        armedFor = due;
        var wait = shared.Clock.GetElapsedTime(shared.Clock.GetTimestamp(), due);
        watch.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * shared.Clock.TimestampFrequency);

    private sealed class LeftBehind(EventRun run, RunningCall call) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            // Its event goes on at another place, if it needs one: this one was either passed on or is kept by the call.
            if (call.KeepsPlace)
            {
                run.place = null;
            }
            else
            {
                run.LeavePlace();
            }

            run.GoOn(call, Task.CompletedTask);
        }
    }
}
