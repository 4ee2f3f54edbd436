using System.Diagnostics;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Writes outcomes: a caller who wants its records written writes all that waits, one caller at a time; <see cref="OutcomeThread"/> sees to the rest, and to
/// the syncs. Owns the writing lock, which guards the segments, what is not durable, and the outage.
/// </summary>
/// <remarks>The lock order: this lock before the state lock of <see cref="KnownOutcomes"/>, where both are needed.</remarks>
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

    /// <summary>Whether nothing is written any more.</summary>
    public bool IsClosed => isClosed;

    /// <summary>
    /// Whether something waits for a sync or for the disk. May be read without the lock by the thread, which has written all that was recorded before.
    /// </summary>
    public bool HasUnsynced => appender!.HasUnsynced || outage.IsOn;

    /// <summary>The number of the last frame that is durable. Only under the writing lock.</summary>
    public long LastDurable => appender!.LastDurable;

    /// <summary>The oldest segment; null while it is the one being written. Only under the writing lock.</summary>
    public OutcomeSegment? OldestFinished => appender!.OldestFinished;

    /// <summary>Takes the writing lock, which the result holds until it is disposed. A thread that holds it may take it once more.</summary>
    public Lock.Scope EnterWriting()
    {
        Debug.Assert(!known.IsHeld || writing.IsHeldByCurrentThread, "The writing lock is taken before the state lock.");
        return writing.EnterScope();
    }

    /// <summary>Begins a segment of this life. Only under the writing lock.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Begin(RecoveredOutcomes recovered)
    {
        appender = new OutcomeAppender(disk, folder, segmentBytes, recovered, new UnsyncedDeadLetters(known), time, clock);
        appender.BeginSegment();
    }

    /// <remarks>
    /// Writes on the caller's own thread: handing it to another and waiting for that would take longer than the writing, which goes no further than the
    /// operating system.
    /// </remarks>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // In this order: where another caller's write fails, the outage is on before that write counts as ended.
        if (!known.HasUnwritten && !outage.IsOn)
        {
            return ValueTask.CompletedTask;
        }

        // No caller may believe that it has been written.
        ObjectDisposedException.ThrowIf(isClosed, typeof(OutcomeJournal));
        return TryWriteOut() ? ValueTask.CompletedTask : new ValueTask(RepairedAsync().WaitAsync(cancellationToken));
    }

    /// <summary>Writes all that was recorded.</summary>
    /// <param name="settingKeysAside">Whether the keys of what was recorded so far are set aside with it, and those of nothing that comes later.</param>
    /// <returns>False when that failed. It is tried again until it succeeds, and a caller who waits for it goes on waiting.</returns>
    public bool TryWriteOut(bool settingKeysAside = false)
    {
        // Held for the whole write, so that frames stand in the order in which records were taken.
        using var locked = EnterWriting();

        if (isClosed)
        {
            return false;
        }

        // Takes the state lock and leaves it before anything is written.
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

    /// <summary>Makes durable what has been written, and tries again what could not be.</summary>
    public void TrySync()
    {
        // Held during the sync: what is written meanwhile would not be covered by it.
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

    /// <summary>Writes and syncs all that was recorded so far.</summary>
    /// <returns>False when that failed; the thread tries it again.</returns>
    public bool TryMakeDurable()
    {
        // No lock over both: others may write in between, and what they write is synced as well.
        if (TryWriteOut())
        {
            TrySync();
        }

        return !outage.IsOn && !isClosed;
    }

    /// <summary>Begins a new segment when this one is old.</summary>
    public void BeginAnewWhenOld()
    {
        // Nobody may write to the segment while it is being left.
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

    /// <summary>The file of a segment is gone.</summary>
    public void Remove(OutcomeSegment segment)
    {
        // The thread adds segments to the same list.
        using var locked = EnterWriting();
        appender!.Remove(segment);
    }

    /// <summary>Nothing is written from now on.</summary>
    public void Dispose()
    {
        // After a write in progress, and before the next one.
        using var locked = EnterWriting();
        isClosed = true;
        appender?.Dispose();
    }

    /// <summary>Completes when what could not be written has been written.</summary>
    private Task RepairedAsync()
    {
        Task repaired;

        // The outage ends under this lock, so it cannot end between the look and the waiting.
        using (EnterWriting())
        {
            repaired = outage.IsOn ? outage.WaitAsync() : Task.CompletedTask;
        }

        return repaired;
    }
}
