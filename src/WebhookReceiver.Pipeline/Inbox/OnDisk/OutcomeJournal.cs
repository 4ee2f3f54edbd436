using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WebhookReceiver.Journal;
using WebhookReceiver.Journal.Disk;
using WebhookReceiver.Scheduling;

namespace WebhookReceiver.Inbox.OnDisk;

/// <summary>
/// The journal of what became of each event. What is said takes effect in memory at once, is with the operating system when <see cref="FlushAsync"/> completes
/// or a tenth of a second later, and is durable within a second.
/// </summary>
internal sealed partial class OutcomeJournal : IOutcomes, IDeadLetters, IDisposable
{
    /// <summary>From this size on records are written at once, so that a frame does not become longer than a frame may be.</summary>
    private const int MaxPending = 8 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly IDisk disk;
    private readonly InboxFolder folder;
    private readonly HandledKeys keys;
    private readonly DeliverySegments deliveries;
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
        WorkScheduler scheduler,
        TimeProvider clock,
        ILogger<OutcomeJournal> logger)
    {
        this.disk = disk;
        this.folder = folder;
        this.keys = keys;
        this.deliveries = deliveries;
        this.scheduler = scheduler;
        this.clock = clock;
        this.logger = logger;
        segmentBytes = options.Value.SegmentBytes;
        state = new OutcomeState(keys);
    }

    public IReadOnlyList<DeadLetter> All
    {
        get
        {
            lock (gate)
            {
                return [.. state.Letters.Select(static stored => stored.Letter).OrderBy(static letter => letter.LastAttemptAt)];
            }
        }
    }

    /// <summary>In seconds of Unix time.</summary>
    private uint Now => (uint)Math.Clamp(clock.GetUtcNow().ToUnixTimeSeconds(), 0, uint.MaxValue);

    public bool IsSettled(EventId id)
    {
        lock (gate)
        {
            return state.IsSettled(id);
        }
    }

    public EventProgress? ProgressOf(EventId id)
    {
        lock (gate)
        {
            return state.ProgressOf(id);
        }
    }

    public void EventStarted(EventId id)
    {
        var now = Now;

        lock (gate)
        {
            state.EventStarted(id, now);
            pending.Event(OutcomeKind.EventStarted, id);
        }

        wake.Set();
    }

    public void HandlerSucceeded(EventId id, string handler)
    {
        lock (gate)
        {
            state.HandlerSucceeded(id, handler);
            pending.HandlerSucceeded(id, handler);
        }

        wake.Set();
    }

    public void HandlerFailed(EventId id, string handler, HandlerFailure failure)
    {
        lock (gate)
        {
            state.HandlerFailed(id, handler, failure);
            pending.HandlerFailed(id, handler, failure);
        }

        wake.Set();
    }

    public void DeadLettered(DeadLetter letter, ReadOnlyMemory<byte> body)
    {
        bool isMuch;

        lock (gate)
        {
            state.DeadLettered(letter, body);
            pending.DeadLettered(letter, body.Span);
            isMuch = pending.Written.Length > MaxPending;
        }

        if (isMuch)
        {
            TryWriteOut();
        }

        wake.Set();
    }

    public void DeadLetterRemoved(Guid letter, DeadLetterRemoval why)
    {
        lock (gate)
        {
            if (state.DeadLetterRemoved(letter))
            {
                pending.DeadLetterRemoved(letter, why);
            }
        }

        wake.Set();
    }

    public void EventSettled(EventId id)
    {
        var now = Now;

        lock (gate)
        {
            state.EventSettled(id, now);
            pending.Event(OutcomeKind.EventSettled, id);
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
    public ValueTask FlushAsync()
    {
        lock (gate)
        {
            if (pending.IsEmpty && !isBroken && !isWriting)
            {
                return ValueTask.CompletedTask;
            }
        }

        return TryWriteOut() ? ValueTask.CompletedTask : new ValueTask(Repaired());
    }

    public DeadLetter? Find(Guid id)
    {
        lock (gate)
        {
            return state.TryFind(id, out var stored) ? stored.Letter : null;
        }
    }

    public ReadOnlyMemory<byte>? BodyOf(Guid id)
    {
        LetterLocation location;

        lock (gate)
        {
            if (!state.TryFind(id, out var stored))
            {
                return null;
            }

            if (stored.Body is { } body)
            {
                return body;
            }

            location = stored.Location;
        }

        return ReadBody(location);
    }

    private ReadOnlyMemory<byte>? ReadBody(LetterLocation location)
    {
        try
        {
            var path = Path.Combine(folder.Outcomes, location.Segment.ToString());
            var limit = location.Offset + FrameHeader.FrameSize(FrameHeader.MaxLength);
            using var reader = new SegmentReader(disk.Open(path), location.Segment, location.Offset, limit, window: 4096);

            if (reader.TryRead(out var frame) && frame.Offset == location.Offset)
            {
                return frame.Body.Slice(location.Start, location.Length).ToArray();
            }

            LetterUnreadable(logger, location.Segment, location.Offset, "no whole frame");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LetterUnreadable(logger, location.Segment, location.Offset, exception.Message);
        }

        return null;
    }
}
