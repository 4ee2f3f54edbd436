using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The journal of the outcome of each event. What is recorded takes effect in memory at once, has been written when <see cref="FlushAsync"/> completes or a
/// tenth of a second later, and is durable within a second. Joins the parts that do it; the two locks are owned by <see cref="KnownOutcomes"/> and
/// <see cref="OutcomeWriter"/>.
/// </summary>
internal sealed class OutcomeJournal : IOutcomes, IOutcomeSink, IDeadLetterTable, IDisposable
{
    /// <summary>A frame of outcomes whose time is inbox time. Version 1 wrote <c>2</c>, and the time of the wall clock.</summary>
    public const byte FrameKind = 3;

    private static readonly TimeSpan DisposePatience = TimeSpan.FromSeconds(10);

    private readonly HandledKeys keys;
    private readonly LoopWake wake = new();
    private readonly KnownOutcomes known;
    private readonly EventRecorder events;
    private readonly ClockRecorder clocks;
    private readonly OutcomeWriter writer;
    private readonly OutcomeThread thread;
    private readonly DeadLetterRecorder deadLetters;
    private readonly DeadLetterLookup lookup;
    private readonly DeadLetterReader reader;
    private readonly DeadLetterExpiry expiry;
    private readonly OutcomeRetention retention;

    public OutcomeJournal(
        IDisk disk,
        InboxFolder folder,
        HandledKeys keys,
        DeliverySegments deliveries,
        IOptions<InboxOptions> options,
        InboxClock time,
        WorkScheduler scheduler,
        TimeProvider clock,
        ILogger<OutcomeJournal> logger)
    {
        this.keys = keys;
        known = new KnownOutcomes(keys);
        events = new EventRecorder(known, deliveries, time, wake);
        clocks = new ClockRecorder(time, known, wake);
        writer = new OutcomeWriter(known, new OutcomeOutage(clock, logger), disk, folder, options.Value.SegmentBytes, time, clock);
        thread = new OutcomeThread(writer, new KeyFileWriter(known, writer, keys, logger), clocks, wake, scheduler, clock);
        deadLetters = new DeadLetterRecorder(known, writer, time, wake);
        lookup = new DeadLetterLookup(known);
        reader = new DeadLetterReader(known, disk, folder, logger);
        expiry = new DeadLetterExpiry(lookup, deadLetters, writer);
        retention = new OutcomeRetention(known, deliveries, writer, new DeadLetterRewriter(known, lookup, writer, disk, folder, logger), disk, folder, logger);
    }

    /// <summary>Whether outcomes can be written. While they cannot, handling stands still, because nothing may take effect that cannot be remembered.</summary>
    public bool IsHealthy => writer.IsHealthy;

    /// <summary>Whether nothing is begun any more.</summary>
    public bool IsDisposed { get; private set; }

    public int Count => lookup.Count;

    public int Replaying => lookup.Replaying;

    /// <summary>Goes on from what recovery has found: begins a segment of this life, and then the thread. Nothing may be asked or recorded before.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The container has gone meanwhile.</exception>
    public void Start(RecoveredOutcomes recovered)
    {
        // Held for all of it, so that a disposal comes before it or finds the thread.
        using var writing = writer.EnterWriting();
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        known.Begin(recovered.State);
        retention.BeginLife();
        writer.Begin(recovered);

        // Written before anything else can be: from here on a crash costs a minute at most.
        clocks.Record();
        writer.TryWriteOut();
        thread.Start();
    }

    /// <summary>Shows what recovery has found, and writes nothing: nothing may be recorded after this.</summary>
    public void Show(RecoveredOutcomes recovered) => known.Show(recovered.State);

    // The events.
    public TimeSpan? SettledFor(EventId id)
    {
        using var locked = known.EnterState();
        return locked.State.SettledFor(id);
    }

    public EventProgress? ProgressOf(EventId id)
    {
        using var locked = known.EnterState();
        return locked.State.ProgressOf(id);
    }

    public ValueTask BeginAsync(Memory<EventStart> starts, CancellationToken cancellationToken)
    {
        events.Begin(starts.Span);
        return writer.FlushAsync(cancellationToken);
    }

    public ValueTask<bool> RecordAsync(OutcomeBatch outcomes, CancellationToken cancellationToken)
    {
        outcomes.CopyTo(this);
        return ValueTask.FromResult(true);
    }

    public void AttemptSuspended(EventId id) => events.AttemptSuspended(id);

    public void AttemptEnded(EventId id) => events.AttemptEnded(id);

    public void HandlerWanted(EventId id, string handler) => events.HandlerWanted(id, handler);

    public void HandlerNotWanted(EventId id, string handler) => events.HandlerNotWanted(id, handler);

    public void HandlerSucceeded(EventId id, string handler) => events.HandlerSucceeded(id, handler);

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure) => events.HandlerFailed(id, handler, failure);

    public void EventSettled(EventId id) => events.EventSettled(id);

    public void DeliverySettled(DeliveryPosition position) => events.DeliverySettled(position);

    public ValueTask FlushAsync(CancellationToken cancellationToken) => writer.FlushAsync(cancellationToken);

    // The dead letters.
    public void DeadLettered(DeadLetter deadLetter, ReadOnlyMemory<byte> body) => deadLetters.Add(deadLetter, body);

    public void DeadLetterRemoved(Guid deadLetter, DeadLetterRemoval why) => deadLetters.Remove(deadLetter, why);

    public void WhenReplayEnds(Action<Guid> call) => deadLetters.WhenReplayEnds(call);

    public bool Contains(Guid id) => lookup.Contains(id);

    public bool IsReplaying(Guid id) => lookup.IsReplaying(id);

    public IReadOnlyList<DeadLetterEntry> After(Guid? after, int atMost, bool newestFirst = false) => lookup.After(after, atMost, newestFirst);

    public IReadOnlyList<Guid> ReplayingAfter(Guid? after, int atMost) => lookup.ReplayingAfter(after, atMost);

    public DeadLetterReading Read(Guid id) => reader.Read(id);

    public IEnumerable<DeadLetterReading> Read(IReadOnlyList<Guid> ids) => reader.Read(ids);

    /// <inheritdoc cref="DeadLetterExpiry.Expire"/>
    public int ExpireDeadLetters(long before) => expiry.Expire(before);

    /// <inheritdoc cref="OutcomeRetention.DeleteBefore"/>
    public int DeleteBefore(long before) => retention.DeleteBefore(before);

    /// <inheritdoc cref="OutcomeWriter.TryMakeDurable"/>
    public bool TryMakeDurable() => writer.TryMakeDurable();

    /// <inheritdoc cref="ClockRecorder.Record"/>
    public void KeepTime() => clocks.Record();

    /// <summary>Writes and syncs what was recorded so far, and ends the thread.</summary>
    /// <returns>False when the time was not enough.</returns>
    public bool Stop(TimeSpan time) => BeginStop().Wait(time);

    /// <inheritdoc cref="OutcomeThread.BeginStop"/>
    public Task BeginStop() => thread.BeginStop();

    /// <remarks>Stops what was not stopped. A container may dispose of this before those that use it: what they ask for afterwards is not done.</remarks>
    public void Dispose()
    {
        // The lock that a start holds; left before the thread is waited for, which needs it.
        using (writer.EnterWriting())
        {
            IsDisposed = true;
        }

        if (writer.IsClosed || !Stop(DisposePatience))
        {
            return;
        }

        writer.Dispose();
        keys.Dispose();
        wake.Dispose();
        thread.Dispose();
    }
}
