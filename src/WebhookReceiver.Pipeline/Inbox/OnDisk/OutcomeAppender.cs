using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// Appends outcomes to the newest segment, and keeps a copy of everything that is not durable, to be rewritten when a sync fails. Used under the writing lock
/// of <see cref="OutcomeWriter"/>.
/// </summary>
internal sealed class OutcomeAppender(
    IDisk disk,
    InboxFolder folder,
    long segmentBytes,
    RecoveredOutcomes recovered,
    UnsyncedDeadLetters deadLetters,
    InboxClock time,
    TimeProvider clock) : IDisposable
{
    /// <summary>
    /// Above this size the records are synced at once, because they are kept in memory until then. Under full load this happens every quarter of a second.
    /// </summary>
    private const int MaxUnsynced = 1024 * 1024;

    private static readonly TimeSpan SegmentAge = TimeSpan.FromDays(1);

    private readonly JournalAppender appender = new(disk, folder.Outcomes, segmentBytes, recovered.End, recovered.LastId, () => time.Now);
    private readonly List<OutcomeSegment> segments = [.. recovered.Segments];
    private readonly OutcomeRecords unsynced = new();
    private long begun;

    /// <summary>Whether something written, or not yet writable, is not durable.</summary>
    public bool HasUnsynced => !unsynced.IsEmpty;

    /// <summary>The number of the last frame that is durable.</summary>
    public long LastDurable => appender.DurableEnd.LastSequence;

    /// <summary>The oldest segment; null while it is being written.</summary>
    public OutcomeSegment? OldestFinished => segments.Count > 1 ? segments[0] : null;

    /// <summary>Whether the segment has been in use long enough: a segment that never fills would never be deleted.</summary>
    public bool IsOld => unsynced.IsEmpty && segments[^1].NewestTime > 0 && clock.GetElapsedTime(begun) > SegmentAge;

    /// <summary>Ends the segment and begins the next.</summary>
    public void BeginSegment()
    {
        segments.Add(new OutcomeSegment(appender.Begin()));
        begun = clock.GetTimestamp();
    }

    /// <summary>
    /// Keeps a copy of records until they are durable. Called before <see cref="Write"/>, and when nothing can be written, for <see cref="WriteAnew"/>.
    /// </summary>
    public void Keep(OutcomeRecords records) => unsynced.Append(records);

    /// <summary>Writes records of which a copy has been kept.</summary>
    public void Write(OutcomeRecords records)
    {
        if (!appender.HasRoom(records.Length))
        {
            appender.Sync();
            deadLetters.Synced();
            BeginSegment();
            unsynced.Clear();
            unsynced.Append(records);
        }

        WriteFrame(records);

        // A power cut may keep a later frame and lose this one: the event would then be settled by the later frame, and its dead letter lost.
        if (records.DeadLetters.Count > 0 || unsynced.Length > MaxUnsynced)
        {
            Sync();
        }
    }

    public void Sync()
    {
        appender.Sync();
        deadLetters.Synced();
        unsynced.Clear();
    }

    /// <summary>Abandons the segment for good: the next sync would not report what a failed sync has lost.</summary>
    public void Leave()
    {
        appender.Close();
        deadLetters.Forget();
    }

    /// <summary>Rewrites everything that is not durable into a new segment, and syncs it.</summary>
    public void WriteAnew()
    {
        BeginSegment();
        WriteFrame(unsynced);
        Sync();
    }

    /// <summary>Removes a segment whose file has been deleted.</summary>
    public void Remove(OutcomeSegment segment) => segments.Remove(segment);

    public void Dispose() => appender.Dispose();

    private void WriteFrame(OutcomeRecords records)
    {
        var segment = segments[^1];
        var offset = appender.Offset;
        var now = time.Now;
        records.CopyTo(appender.Add(OutcomeJournal.FrameKind, now, records.Length, out _));
        appender.Write();
        segment.LastDelivery = Math.Max(segment.LastDelivery, records.LastDelivery);
        segment.NewestTime = Math.Max(segment.NewestTime, now);
        deadLetters.Add(records.DeadLetters, segment.Name, offset);
    }
}
