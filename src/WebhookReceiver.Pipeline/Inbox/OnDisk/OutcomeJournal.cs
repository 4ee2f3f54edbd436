using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The journal of event outcomes. What is recorded takes effect in memory at once, is written when <see cref="FlushAsync"/> completes or within a tenth of a
/// second, and is durable within a second. Only connects the parts that do the work; the two locks are owned by <see cref="KnownOutcomes"/> and
/// <see cref="OutcomeWriter"/>.
/// </summary>
internal sealed class OutcomeJournal : IOutcomes, IOutcomeSink, IDeadLetterTable, IDisposable
{
    /// <summary>A frame of outcomes whose time is inbox time. Version 1 wrote <c>2</c> and wall-clock time.</summary>
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

    /// <summary>Whether outcomes can be written. While they cannot, handling stops, because nothing may take effect without being recorded.</summary>
    public bool IsHealthy => writer.IsHealthy;

    /// <summary>Whether it has been disposed; nothing is begun any longer.</summary>
    public bool IsDisposed { get; private set; }

    public int Count => lookup.Count;

    public int Replaying => lookup.Replaying;

    /// <summary>
    /// Continues from what recovery found: begins a segment for this run, then starts the thread. Nothing may be looked up or recorded before.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The container has been disposed in the meantime.</exception>
    public void Start(RecoveredOutcomes recovered)
    {
        // Held throughout, so that a concurrent disposal either comes first or finds the thread.
        using var writing = writer.EnterWriting();
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        known.Begin(recovered.State);
        retention.BeginLife();
        writer.Begin(recovered);

        // Written before anything else: from here on a crash costs at most a minute.
        clocks.Record();
        writer.TryWriteOut();
        thread.Start();
    }

    /// <summary>Makes what recovery found readable, and writes nothing: nothing may be recorded afterwards.</summary>
    public void Show(RecoveredOutcomes recovered) => known.Show(recovered.State);

    // The events.
    public EventProgress? ProgressOf(EventId id)
    {
        using var locked = known.EnterState();
        return locked.State.ProgressOf(id);
    }

    public EventStanding StandingOf(EventId id)
    {
        using var locked = known.EnterState();

        return locked.State.ProgressOf(id) switch
        {
            { } progress when progress.Handlers.Any(static handler => handler.Failure is not null && !handler.IsFinished) => EventStanding.Retrying,
            not null => EventStanding.Begun,
            _ => locked.State.SettledFor(id) is null ? EventStanding.Unknown : EventStanding.Settled,
        };
    }

    public ValueTask BeginAsync(Memory<EventStart> starts, CancellationToken cancellationToken)
    {
        events.Begin(starts.Span);
        return writer.FlushAsync(cancellationToken);
    }

    /// <summary>Also in an inbox that is only read, where nothing is written.</summary>
    public ValueTask<bool> IsSettledAsync(EventId id, byte slot, CancellationToken cancellationToken)
    {
        using var locked = known.EnterState();
        return ValueTask.FromResult(locked.State.SettledFor(id) is not null);
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

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure, string? exceptionType = null) =>
        events.HandlerFailed(id, handler, failure, exceptionType);

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

    public IReadOnlyList<Guid> ReplayingAfter(Guid? after, int atMost, IReadOnlyCollection<string>? exceptHandlers = null) =>
        lookup.ReplayingAfter(after, atMost, exceptHandlers);

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

    /// <summary>Writes and syncs everything recorded so far, and ends the thread.</summary>
    /// <returns>False when it did not finish in time.</returns>
    public bool Stop(TimeSpan time) => BeginStop().Wait(time);

    /// <inheritdoc cref="OutcomeThread.BeginStop"/>
    public Task BeginStop() => thread.BeginStop();

    /// <remarks>Stops what has not been stopped. A container may dispose this before its users: their later calls have no effect.</remarks>
    public void Dispose()
    {
        // The lock that a start holds; released before waiting for the thread, which needs it.
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
