namespace WebhookReceiver.Scheduling;

/// <summary>
/// Runs work periodically on a timer. Calls never overlap, none starts after <see cref="Dispose"/>, and no exception escapes: one that escapes a timer callback
/// ends the process.
/// </summary>
internal sealed class PeriodicWork : IDisposable
{
    /// <summary>How long <see cref="Dispose"/> waits for a call in progress. A disk that does not respond may block one for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock running = new();
    private readonly TimeSpan interval;
    private readonly Action work;
    private readonly Action<Exception> failed;
    private readonly ITimer timer;
    private volatile bool isOver;

    /// <param name="clock">Has the timer.</param>
    /// <param name="interval">From the end of one call to the next.</param>
    /// <param name="work">What to do.</param>
    /// <param name="failed">Takes what went wrong.</param>
    public PeriodicWork(TimeProvider clock, TimeSpan interval, Action work, Action<Exception> failed)
    {
        this.interval = interval;
        this.work = work;
        this.failed = failed;

        // Created disarmed and armed once the field is assigned, because each call rearms it.
        timer = clock.CreateTimer(static self => ((PeriodicWork)self!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for a call in progress; a second call does not wait again.</summary>
    public void Dispose()
    {
        if (isOver)
        {
            return;
        }

        isOver = true;

        if (running.TryEnter(Patience))
        {
            running.Exit();
        }

        timer.Dispose();
    }

    private void Run()
    {
        lock (running)
        {
            if (isOver)
            {
                return;
            }

            try
            {
                work();
            }
            catch (Exception exception)
            {
                Failed(exception);
            }

            if (!isOver)
            {
                timer.Change(interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Failed(Exception exception)
    {
        try
        {
            failed(exception);
        }
        catch (Exception)
        {
            // If even reporting fails, the next call may succeed; the process must not end because of it.
        }
    }
}
