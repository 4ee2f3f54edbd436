namespace WebhookReceiver.Scheduling;

/// <summary>
/// Does something again and again by a timer. Two calls never run at once, none begins once <see cref="Dispose"/> was called, and no exception leaves one: one that
/// leaves the callback of a timer ends the process.
/// </summary>
internal sealed class PeriodicWork : IDisposable
{
    /// <summary>How long <see cref="Dispose"/> waits for a call in progress. A disk that does not answer may hold one for ever.</summary>
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

        // Set off only when the field is: the first call sets it off again.
        timer = clock.CreateTimer(static self => ((PeriodicWork)self!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for a call in progress; a second time it does not wait again.</summary>
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
            // Where even that cannot be said, the next call may do better; the process must not end for it.
        }
    }
}
