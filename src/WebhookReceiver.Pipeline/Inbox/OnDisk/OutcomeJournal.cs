using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The journal of what became of each event. What is said takes effect in memory at once, is with the operating system when <see cref="FlushAsync"/> completes
/// or a tenth of a second later, and is durable within a second.
/// </summary>
internal sealed partial class OutcomeJournal : IOutcomes, IOutcomeSink, IDeadLetterTable, IDisposable
{
    /// <summary>From this size on records are written at once, so that a frame does not become longer than a frame may be.</summary>
    private const int MaxPending = 8 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly IDisk disk;
    private readonly InboxFolder folder;
    private readonly HandledKeys keys;
    private readonly DeliverySegments deliveries;
    private readonly InboxClock time;
    private readonly WorkScheduler scheduler;
    private readonly TimeProvider clock;
    private readonly long segmentBytes;
    private readonly ILogger<OutcomeJournal> logger;
    private OutcomeState state;

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
        this.disk = disk;
        this.folder = folder;
        this.keys = keys;
        this.deliveries = deliveries;
        this.time = time;
        this.scheduler = scheduler;
        this.clock = clock;
        this.logger = logger;
        segmentBytes = options.Value.SegmentBytes;
        state = new OutcomeState(keys);
    }

    public TimeSpan? SettledFor(EventId id)
    {
        lock (gate)
        {
            return state.SettledFor(id);
        }
    }

    public EventProgress? ProgressOf(EventId id)
    {
        lock (gate)
        {
            return state.ProgressOf(id);
        }
    }

    public ValueTask BeginAsync(Memory<EventStart> events, CancellationToken cancellationToken)
    {
        var now = Now;

        foreach (ref var start in events.Span)
        {
            Begin(ref start, now);
        }

        wake.Set();
        return FlushAsync(cancellationToken);
    }

    public ValueTask<bool> RecordAsync(OutcomeBatch outcomes, CancellationToken cancellationToken)
    {
        outcomes.CopyTo(this);
        return ValueTask.FromResult(true);
    }

    public void AttemptSuspended(EventId id)
    {
        lock (gate)
        {
            pending.Event(OutcomeKind.AttemptSuspended, id);
            state.AttemptSuspended(id);
        }

        wake.Set();
    }

    public void AttemptEnded(EventId id)
    {
        lock (gate)
        {
            pending.Event(OutcomeKind.AttemptEnded, id);
            state.AttemptEnded(id);
        }

        wake.Set();
    }

    public void HandlerWanted(EventId id, string handler)
    {
        lock (gate)
        {
            pending.Handler(OutcomeKind.HandlerWanted, id, handler);
            state.HandlerWanted(id, handler);
        }

        wake.Set();
    }

    public void HandlerNotWanted(EventId id, string handler)
    {
        lock (gate)
        {
            pending.Handler(OutcomeKind.HandlerNotWanted, id, handler);
            state.HandlerNotWanted(id, handler);
        }

        wake.Set();
    }

    public void HandlerSucceeded(EventId id, string handler)
    {
        lock (gate)
        {
            pending.Handler(OutcomeKind.HandlerSucceeded, id, handler);
            state.HandlerSucceeded(id, handler);
        }

        wake.Set();
    }

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure)
    {
        lock (gate)
        {
            pending.HandlerFailed(id, handler, failure);
            state.HandlerFailed(id, handler, failure);
        }

        wake.Set();
    }

    public void EventSettled(EventId id)
    {
        var now = Now;

        lock (gate)
        {
            pending.Event(OutcomeKind.EventSettled, id);
            state.EventSettled(id, now);
        }

        wake.Set();
    }

    public void DeliverySettled(DeliveryPosition position)
    {
        lock (gate)
        {
            pending.DeliverySettled(position.Sequence);
            pendingDelivery = Math.Max(pendingDelivery, position.Sequence);
        }

        deliveries.Settle(position.Sequence);
        wake.Set();
    }

    /// <remarks>
    /// Writes on the caller's own thread: handing it to another and waiting for that would take longer than the writing, which goes no further than the
    /// operating system.
    /// </remarks>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (pending.IsEmpty && !isBroken && !isWriting)
            {
                return ValueTask.CompletedTask;
            }
        }

        // Nobody is to believe that it has been written.
        ObjectDisposedException.ThrowIf(isClosed, this);
        return TryWriteOut() ? ValueTask.CompletedTask : new ValueTask(Repaired().WaitAsync(cancellationToken));
    }

    private void Begin(ref EventStart start, uint now)
    {
        try
        {
            lock (gate)
            {
                if (start.IsFirst && !start.IsReplay && state.SettledFor(start.Id) is { } age)
                {
                    start.AnswerDuplicate(age);
                }
                else if (start.IsFirst && state.ProgressOf(start.Id) is { } known)
                {
                    start.AnswerKnown(known);
                }
                else if (start.Plan is not { } plan)
                {
                    start.AnswerNew();
                }
                else
                {
                    var progress = state.Open(start.Id, now);
                    pending.EventBegun(start.Id, plan);
                    progress.Begun(plan);
                    start.AnswerBegun(progress.Starts);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            // A file of keys that cannot be read, or memory that ran out, concerns this event alone.
            start.AnswerUnavailable(exception);
        }
    }
}
