using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>The thread that writes what no caller waits for, syncs once a second, and does then what has to be done beside it.</summary>
/// <param name="writer">Writes.</param>
/// <param name="keys">Has its turn after each sync.</param>
/// <param name="clocks">Has its turn before the end.</param>
/// <param name="wake">Set when something was recorded.</param>
/// <param name="scheduler">Has the thread.</param>
/// <param name="clock">Measures the time between two syncs.</param>
internal sealed class OutcomeThread(OutcomeWriter writer, KeyFileWriter keys, ClockRecorder clocks, LoopWake wake, WorkScheduler scheduler, TimeProvider clock)
    : IDisposable
{
    private static readonly TimeSpan WritePause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly LoopWake stopping = new();
    private Task ended = Task.CompletedTask;

    /// <remarks>The time to the first sync counts from here, however late the thread gets going.</remarks>
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

            // Nobody waits for what is recorded in this moment, or would write it without the thread.
            yield return new LoopWait(stopping, WritePause);
            isStopping = stopping.IsSet;

            // Before the writing: what is recorded during it wakes the thread once more.
            wake.Reset();
            writer.TryWriteOut();

            // Not by when it was synced last: under load others sync more often than this, and what is done beside it would never be done.
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
