namespace WebhookReceiver.Dispatch;

/// <summary>
/// The time limit of the calls of one slot. Its timer runs on over many calls and looks, when it fires, at the one that runs then: a call costs no timer of its own.
/// </summary>
internal sealed partial class HandlerSlot
{
    /// <summary>How long a handler may take to end after its token has fired, before the event goes on without it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Lock watching = new();
    private readonly ITimer watch;
    private volatile RunningCall? watched;
    private bool isArmed;

    /// <summary>When the token of the watched call fired; null while it has not.</summary>
    private long? cutAt;

    /// <summary>Tells the running handler that the service stops, and calls no further one.</summary>
    public void CutShort()
    {
        isStopping = true;

        lock (watching)
        {
            if (watched is { } call && call.TryCutShort(isStopping: true))
            {
                cutAt = shared.Clock.GetTimestamp();
                Arm(Grace);
            }
        }
    }

    public void Dispose() => watch.Dispose();

    /// <summary>Disposes of the services of a call that was given up, when it ends after all.</summary>
    public async Task DisposeAfterAsync(Task task, IAsyncDisposable services)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await DisposeAsync(services);
    }

    private void Watch(RunningCall call)
    {
        lock (watching)
        {
            watched = call;
            cutAt = null;

            if (!isArmed)
            {
                Arm(shared.Timeout);
            }
        }
    }

    private void Look()
    {
        lock (watching)
        {
            isArmed = false;

            if (watched is not { } call)
            {
                return;
            }

            var (since, limit) = cutAt is { } cut ? (cut, Grace) : (call.Begun, shared.Timeout);
            var left = limit - shared.Clock.GetElapsedTime(since);

            if (left > TimeSpan.Zero)
            {
                Arm(left);
            }
            else if (cutAt is null)
            {
                if (call.TryCutShort(isStopping: false))
                {
                    cutAt = shared.Clock.GetTimestamp();
                    Arm(Grace);
                }
            }
            else if (call.TryGiveUp())
            {
                // What it uses is its own from here on; the next handler gets another scope.
                watched = null;
                scope = null;
                shared.Scheduler.Queue(new GivenUp(this, call));
            }
        }
    }

    private void Arm(TimeSpan wait)
    {
        isArmed = true;
        watch.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private async ValueTask DisposeAsync(IAsyncDisposable services)
    {
        try
        {
            await services.DisposeAsync();
        }
        catch (Exception exception)
        {
            // A service of the handlers that throws when it is disposed must not end the worker.
            ScopeNotDisposed(shared.Logger, exception.GetType().FullName, exception.StackTrace);
        }
    }

    private sealed class GivenUp(HandlerSlot slot, RunningCall call) : IThreadPoolWorkItem
    {
        public void Execute() => slot.GoOn(call, Task.CompletedTask);
    }
}
