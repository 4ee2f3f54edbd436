using WebhookReceiver.Journal;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <content>The writing: whoever wants his words with the operating system writes all that waits, one at a time; the thread sees to the rest, and to the syncs.</content>
internal sealed partial class OutcomeJournal
{
    /// <summary>A frame of outcomes whose time is inbox time. Version 1 wrote <c>2</c>, and the time of the wall clock.</summary>
    public const byte FrameKind = 3;

    /// <summary>Above it the records are synced at once, because they are kept in memory until then. Under full load that is a quarter of a second.</summary>
    private const int MaxUnsynced = 1024 * 1024;

    private static readonly TimeSpan WritePause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DisposePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SegmentAge = TimeSpan.FromDays(1);

    // Taken before the other lock where both are needed.
    private readonly Lock writing = new();
    private readonly List<OutcomeSegment> segments = [];
    private readonly LoopWake wake = new();
    private readonly LoopWake stopping = new();
    private Task ended = Task.CompletedTask;

    // Written and not durable yet: to be written again if the sync fails.
    private readonly OutcomeRecords unsynced = new();
    private readonly List<TaskCompletionSource> waiting = [];

    // Where dead letters were written that are not durable yet.
    private readonly List<(WrittenLetter Letter, SegmentName Segment, long Offset)> landing = [];

    private JournalAppender? appender;

    // Said and not written yet, under the other lock; and its double, which is being written.
    private OutcomeRecords pending = new();
    private OutcomeRecords taken = new();
    private long pendingDelivery;
    private long unsyncedDelivery;
    private long begun;
    private long brokenSince;
    private volatile bool isBroken;

    // Nothing is written any more.
    private volatile bool isClosed;

    // Something was taken to be written, and is not with the operating system yet.
    private volatile bool isWriting;

    /// <summary>Whether outcomes can be written. While they cannot, handling stands still, because nothing may take effect that cannot be remembered.</summary>
    public bool IsHealthy => !isBroken;

    /// <summary>Whether nothing is begun any more.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Goes on from what recovery has found: begins a segment of this life, and then the thread. Nothing may be asked or said before.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The container has gone meanwhile.</exception>
    public void Start(RecoveredOutcomes recovered)
    {
        lock (writing)
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            state = recovered.State;
            state.BeginLife();
            lastEarlierDelivery = deliveries.All.Select(static segment => segment.LastSequence).DefaultIfEmpty().Max();
            segments.AddRange(recovered.Segments);
            appender = new JournalAppender(disk, folder.Outcomes, segmentBytes, recovered.End, recovered.LastId, () => time.Now);
            BeginSegment();

            // Given to the operating system before anything else can be: from here on a crash costs a minute at most.
            KeepTime();
            TryWriteOut();
            ended = scheduler.RunOnThread("inbox-outcomes", Run());
        }
    }

    /// <summary>Writes and syncs what was said so far, and ends the thread.</summary>
    /// <returns>False when the time was not enough.</returns>
    public bool Stop(TimeSpan time) => BeginStop().Wait(time);

    /// <summary>Asks the thread to write and sync what was said so far and to end. Completes when it has.</summary>
    public Task BeginStop()
    {
        if (isClosed)
        {
            return ended;
        }

        if (!ended.IsCompleted)
        {
            KeepTime();
        }

        stopping.Set();
        wake.Set();
        return ended;
    }

    /// <remarks>Stops what was not stopped. A container may dispose of this before those that use it: what they ask for afterwards is not done.</remarks>
    public void Dispose()
    {
        lock (writing)
        {
            IsDisposed = true;
        }

        if (isClosed || !Stop(DisposePatience))
        {
            return;
        }

        lock (writing)
        {
            isClosed = true;
            appender?.Dispose();
        }

        keys.Dispose();
        wake.Dispose();
        stopping.Dispose();
    }

    private IEnumerable<LoopWait> Run()
    {
        var isStopping = false;
        var lastRound = clock.GetTimestamp();

        while (!isStopping)
        {
            if (unsynced.IsEmpty && !isBroken)
            {
                yield return new LoopWait(wake);
            }

            // Nobody waits for what is said in this moment, or he would write it himself.
            yield return new LoopWait(stopping, WritePause);
            isStopping = stopping.IsSet;
            wake.Reset();
            TryWriteOut();

            // Not by when it was synced last: under load others sync more often than this, and what is done beside it would never be done.
            if (isStopping || clock.GetElapsedTime(lastRound) >= SyncInterval)
            {
                lastRound = clock.GetTimestamp();
                TrySync();
                WriteRipeKeys();
                BeginAnewWhenOld();
            }
        }
    }

    /// <summary>Gives all that was said to the operating system.</summary>
    /// <param name="settingKeysAside">Whether the keys of what was said so far are set aside with it, and those of nothing that comes later.</param>
    /// <returns>False when that failed. It is tried again until it succeeds, and whoever waits for it goes on waiting.</returns>
    private bool TryWriteOut(bool settingKeysAside = false)
    {
        lock (writing)
        {
            long lastDelivery;

            if (isClosed)
            {
                return false;
            }

            lock (gate)
            {
                if (settingKeysAside)
                {
                    keys.SetAside();
                }

                if (pending.IsEmpty)
                {
                    return !isBroken || TryRepair();
                }

                (pending, taken) = (taken, pending);
                (lastDelivery, pendingDelivery) = (pendingDelivery, 0);
                isWriting = true;
            }

            unsynced.Append(taken);
            unsyncedDelivery = Math.Max(unsyncedDelivery, lastDelivery);

            try
            {
                if (!isBroken)
                {
                    Write(lastDelivery);
                    return true;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Broken(exception);
            }
            finally
            {
                taken.Clear();
                isWriting = false;
            }

            return TryRepair();
        }
    }

    private void Write(long lastDelivery)
    {
        if (!appender!.HasRoom(taken.Written.Length))
        {
            appender!.Sync();
            Landed();
            BeginSegment();
            unsynced.Clear();
            unsynced.Append(taken);
            unsyncedDelivery = lastDelivery;
        }

        WriteFrame(taken, lastDelivery);

        // A power cut may keep a later frame and lose this one: then the event would be over, by the later one, and its letter gone.
        if (taken.Letters.Count > 0 || unsynced.Written.Length > MaxUnsynced)
        {
            Sync();
        }
    }

    private void WriteFrame(OutcomeRecords records, long lastDelivery)
    {
        var segment = segments[^1];
        var offset = appender!.Offset;
        var now = time.Now;
        records.Written.CopyTo(appender!.Add(FrameKind, now, records.Written.Length, out _));
        appender!.Write();
        segment.LastDelivery = Math.Max(segment.LastDelivery, lastDelivery);
        segment.NewestTime = Math.Max(segment.NewestTime, now);

        landing.AddRange(records.Letters.Select(letter => (letter, segment.Name, offset)));
    }

    private void TrySync()
    {
        lock (writing)
        {
            try
            {
                if (isClosed)
                {
                    return;
                }

                if (isBroken)
                {
                    TryRepair();
                }
                else if (!unsynced.IsEmpty)
                {
                    Sync();
                }
            }
            catch (IOException exception)
            {
                Broken(exception);
                TryRepair();
            }
        }
    }

    private void Sync()
    {
        appender!.Sync();
        Landed();
        unsynced.Clear();
        unsyncedDelivery = 0;
    }

    /// <summary>The dead letters that were written are durable: from now on they are read from disk.</summary>
    private void Landed()
    {
        foreach (var portion in landing.Chunk(Portion))
        {
            lock (gate)
            {
                foreach (var (letter, segment, offset) in portion)
                {
                    state.Written(letter.Id, letter.Version, new LetterLocation(segment, offset, letter.Start, letter.JsonLength, letter.BodyLength));
                }
            }
        }

        landing.Clear();
    }

    private void BeginSegment()
    {
        segments.Add(new OutcomeSegment(appender!.Begin()));
        begun = clock.GetTimestamp();
    }

    /// <summary>A segment that never fills would never be deleted.</summary>
    private void BeginAnewWhenOld()
    {
        lock (writing)
        {
            try
            {
                if (!isBroken && unsynced.IsEmpty && segments[^1].NewestTime > 0 && clock.GetElapsedTime(begun) > SegmentAge)
                {
                    BeginSegment();
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Broken(exception);
            }
        }
    }
}
