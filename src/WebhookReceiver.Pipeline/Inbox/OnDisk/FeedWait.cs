namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// One wait of the worker for the feed. It ends on a signal, after a pause or by cancellation, and the caller continues where it awaits: on its own
/// synchronization context if it has one, without a detour through the thread pool.
/// </summary>
internal sealed class FeedWait
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    private readonly TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration registration;
    private ITimer? timer;

    private FeedWait()
    {
    }

    public ValueTask<bool> Result => new(done.Task);

    public bool IsOver => done.Task.IsCompleted;

    /// <param name="pause">The time after which there may be something to take; null for no limit.</param>
    /// <param name="clock">Measures the pause.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static FeedWait Begin(TimeSpan? pause, TimeProvider clock, CancellationToken cancellationToken)
    {
        var wait = new FeedWait();

        if (pause is { } time)
        {
            // A timer that fires slightly early leaves less time than the timer can count, so the pause has a minimum.
            wait.timer = clock.CreateTimer(
                static state => ((FeedWait)state!).End(mayTake: true), wait, time > ShortestPause ? time : ShortestPause, Timeout.InfiniteTimeSpan);
        }

        wait.registration = cancellationToken.UnsafeRegister(static (state, token) => ((FeedWait)state!).Cancel(token), wait);
        return wait;
    }

    public void End(bool mayTake)
    {
        if (done.TrySetResult(mayTake))
        {
            Release();
        }
    }

    private void Cancel(CancellationToken token)
    {
        if (done.TrySetCanceled(token))
        {
            Release();
        }
    }

    private void Release()
    {
        // Not disposed: that would wait for a running callback.
        registration.Unregister();
        timer?.Dispose();
    }
}
