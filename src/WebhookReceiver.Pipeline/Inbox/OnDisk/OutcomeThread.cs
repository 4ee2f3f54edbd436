using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The thread that writes what no caller waits for, syncs once a second, and then does the periodic work that goes with it.</summary>
/// <param name="writer">Writes the outcomes.</param>
/// <param name="keys">Runs after each sync.</param>
/// <param name="clocks">Records the clocks before the thread ends.</param>
/// <param name="wake">Set when something was recorded.</param>
/// <param name="scheduler">Provides the thread.</param>
/// <param name="clock">Measures the time between two syncs.</param>
internal sealed class OutcomeThread(OutcomeWriter writer, KeyFileWriter keys, ClockRecorder clocks, LoopWake wake, WorkScheduler scheduler, TimeProvider clock)
    : IDisposable
{
    private static readonly TimeSpan WritePause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly LoopWake stopping = new();
    private Task ended = Task.CompletedTask;

    /// <remarks>The interval to the first sync counts from here, however late the thread starts.</remarks>
    public void Start() => ended = scheduler.RunOnThread("inbox-outcomes", Run(clock.GetTimestamp()));

    /// <summary>Asks the thread to write and sync what was recorded so far and to end. Completes when it has.</summary>
    public Task BeginStop()
    {
        if (writer.IsClosed)
        {
            return ended;
        }

        if (!ended.IsCompleted)
        {
            clocks.Record();
        }

        stopping.Set();
        wake.Set();
        return ended;
    }

    public void Dispose() => stopping.Dispose();

    private IEnumerable<LoopWait> Run(long lastRound)
    {
        var isStopping = false;

        while (!isStopping)
        {
            if (!writer.HasUnsynced)
            {
                yield return new LoopWait(wake);
            }

            // Nothing recorded at this moment has a waiting caller; only this thread writes it.
            yield return new LoopWait(stopping, WritePause);
            isStopping = stopping.IsSet;

            // Reset before writing: what is recorded during the write wakes the thread again.
            wake.Reset();
            writer.TryWriteOut();

            // Not measured from the last sync: under load others sync more often than this, and the periodic work would never run.
            if (isStopping || clock.GetElapsedTime(lastRound) >= SyncInterval)
            {
                lastRound = clock.GetTimestamp();
                writer.TrySync();
                keys.WriteWhenRipe();
                writer.BeginAnewWhenOld();
            }
        }
    }
}
