using System.Diagnostics;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Writes outcomes: a caller that needs its records written writes everything pending, one caller at a time; <see cref="OutcomeThread"/> writes the rest and
/// syncs. Owns the writing lock, which guards the segments, the records that are not durable, and the outage.
/// </summary>
/// <remarks>The lock order: this lock before the state lock of <see cref="KnownOutcomes"/>when both are needed.</remarks>
internal sealed class OutcomeWriter(
    KnownOutcomes known,
    OutcomeOutage outage,
    IDisk disk,
    InboxFolder folder,
    long segmentBytes,
    InboxClock time,
    TimeProvider clock) : IDisposable
{
    private readonly Lock writing = new();
    private OutcomeAppender? appender;
    private volatile bool isClosed;

    /// <summary>Whether outcomes can be written.</summary>
    public bool IsHealthy => !outage.IsOn;

    /// <summary>Whether it is closed: nothing is written any longer.</summary>
    public bool IsClosed => isClosed;

    /// <summary>
    /// Whether something waits for a sync or for the disk. The outcome thread may read it without the lock, because it has written everything recorded before.
    /// </summary>
    public bool HasUnsynced => appender!.HasUnsynced || outage.IsOn;

    /// <summary>The number of the last frame that is durable. Only under the writing lock.</summary>
    public long LastDurable => appender!.LastDurable;

    /// <summary>The oldest segment; null while it is being written. Only under the writing lock.</summary>
    public OutcomeSegment? OldestFinished => appender!.OldestFinished;

    /// <summary>Takes the writing lock, which the result holds until it is disposed. The lock is reentrant.</summary>
    public Lock.Scope EnterWriting()
    {
        Debug.Assert(!known.IsHeld || writing.IsHeldByCurrentThread, "The writing lock must be taken before the state lock.");
        return writing.EnterScope();
    }

    /// <summary>Begins a segment for this run. Only under the writing lock.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Begin(RecoveredOutcomes recovered)
    {
        appender = new OutcomeAppender(disk, folder, segmentBytes, recovered, new UnsyncedDeadLetters(known), time, clock);
        appender.BeginSegment();
    }

    /// <remarks>
    /// Writes on the caller's own thread: handing over to another thread and waiting would take longer than the write, which only goes to the operating system.
    /// </remarks>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // In this order: if another caller's write fails, the outage begins before that write counts as ended.
        if (!known.HasUnwritten && !outage.IsOn)
        {
            return ValueTask.CompletedTask;
        }

        // The caller must not believe that its records were written.
        ObjectDisposedException.ThrowIf(isClosed, typeof(OutcomeJournal));
        return TryWriteOut() ? ValueTask.CompletedTask : new ValueTask(RepairedAsync().WaitAsync(cancellationToken));
    }

    /// <summary>Writes everything recorded.</summary>
    /// <param name="settingKeysAside">Whether to freeze the keys of exactly what was recorded so far, and of nothing later.</param>
    /// <returns>False when that failed. It is retried until it succeeds, and waiting callers keep waiting.</returns>
    public bool TryWriteOut(bool settingKeysAside = false)
    {
        // Held for the whole write, so that frames are in the order in which records were taken.
        using var locked = EnterWriting();

        if (isClosed)
        {
            return false;
        }

        // Takes the state lock and releases it before anything is written.
        if (known.Take(settingKeysAside) is not { } taken)
        {
            return !outage.IsOn || outage.TryEnd(appender!);
        }

        appender!.Keep(taken);

        try
        {
            if (!outage.IsOn)
            {
                appender.Write(taken);
                return true;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            outage.Begin(appender!, exception);
        }
        finally
        {
            known.Written();
        }

        return outage.TryEnd(appender);
    }

    /// <summary>Makes durable what has been written, and retries what could not be.</summary>
    public void TrySync()
    {
        // Held during the sync: a concurrent write would not be covered by it.
        using var locked = EnterWriting();

        try
        {
            if (isClosed)
            {
                return;
            }

            if (outage.IsOn)
            {
                outage.TryEnd(appender!);
            }
            else if (appender!.HasUnsynced)
            {
                appender.Sync();
            }
        }
        catch (IOException exception)
        {
            outage.Begin(appender!, exception);
            outage.TryEnd(appender!);
        }
    }

    /// <summary>Writes and syncs everything recorded so far.</summary>
    /// <returns>False when that failed; the thread retries.</returns>
    public bool TryMakeDurable()
    {
        // No lock around both: others may write in between, and their records are synced as well.
        if (TryWriteOut())
        {
            TrySync();
        }

        return !outage.IsOn && !isClosed;
    }

    /// <summary>Begins a new segment when this one is old.</summary>
    public void BeginAnewWhenOld()
    {
        // Nobody may write to the segment while it is being closed.
        using var locked = EnterWriting();

        try
        {
            if (!outage.IsOn && appender!.IsOld)
            {
                appender.BeginSegment();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            outage.Begin(appender!, exception);
        }
    }

    /// <summary>Removes a segment whose file has been deleted.</summary>
    public void Remove(OutcomeSegment segment)
    {
        // The thread adds segments to the same list.
        using var locked = EnterWriting();
        appender!.Remove(segment);
    }

    /// <summary>Closes it: nothing is written from now on.</summary>
    public void Dispose()
    {
        // After a write in progress, and before the next one.
        using var locked = EnterWriting();
        isClosed = true;
        appender?.Dispose();
    }

    /// <summary>Completes when the outage is over and everything has been written.</summary>
    private Task RepairedAsync()
    {
        Task repaired;

        // The outage ends under this lock, so it cannot end between the check and the wait.
        using (EnterWriting())
        {
            repaired = outage.IsOn ? outage.WaitAsync() : Task.CompletedTask;
        }

        return repaired;
    }
}
