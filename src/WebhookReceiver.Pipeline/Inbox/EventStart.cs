using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>One event of a batch to begin (<see cref="IOutcomes.BeginAsync"/>): the request and the store's answer.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct EventStart
{
    private EventStart(EventId id, HandlerPlan? plan, bool isFirst, bool isReplay, byte slot)
    {
        Id = id;
        Plan = plan;
        IsFirst = isFirst;
        IsReplay = isReplay;
        Slot = slot;
    }

    public EventId Id { get; }

    /// <summary>The handlers it may concern, stored with it; null for a lookup only.</summary>
    public HandlerPlan? Plan { get; }

    /// <summary>Whether this process asks about the event for the first time: it is then begun only if it is new.</summary>
    public bool IsFirst { get; }

    /// <summary>Whether it comes from a dead letter: a settled event is then not a duplicate.</summary>
    public bool IsReplay { get; }

    /// <summary>The slot of its conversation.</summary>
    public byte Slot { get; }

    public EventStartResult Result { get; private set; }

    /// <summary>For a begun event: the attempt number, from 1.</summary>
    public int Attempt { get; private set; }

    /// <summary>For a begun event: the epoch in which this process owns its conversation; 0 in a store that only one process uses.</summary>
    public long Epoch { get; private set; }

    /// <summary>For a known event: how far its handling has progressed.</summary>
    public EventProgress? Progress { get; private set; }

    /// <summary>For a duplicate: how long ago the event was settled.</summary>
    public TimeSpan SettledFor { get; private set; }

    /// <summary>For an event that could not be looked up: the reason.</summary>
    public Exception? Problem { get; private set; }

    /// <summary>An event that this process has not asked about before. It is begun if it is new.</summary>
    /// <param name="id">The event.</param>
    /// <param name="plan">The handlers it may concern if it is new; null to look it up without beginning it.</param>
    /// <param name="isReplay">Whether it comes from a dead letter.</param>
    /// <param name="slot">The slot of its conversation.</param>
    public static EventStart First(EventId id, HandlerPlan? plan, bool isReplay, byte slot = 0) => new(id, plan, isFirst: true, isReplay, slot);

    /// <summary>Another attempt for an event whose progress this process knows.</summary>
    public static EventStart Again(EventId id, HandlerPlan plan, byte slot = 0) => new(id, plan, isFirst: false, isReplay: false, slot);

    public void AnswerBegun(int attempt, long epoch = 0) => (Result, Attempt, Epoch) = (EventStartResult.Begun, attempt, epoch);

    public void AnswerNew() => Result = EventStartResult.New;

    public void AnswerKnown(EventProgress progress) => (Result, Progress) = (EventStartResult.Known, progress);

    public void AnswerDuplicate(TimeSpan settledFor) => (Result, SettledFor) = (EventStartResult.Duplicate, settledFor);

    public void AnswerNotOwned() => Result = EventStartResult.NotOwned;

    public void AnswerUnavailable(Exception problem) => (Result, Problem) = (EventStartResult.Unavailable, problem);
}

/// <summary>A store's answer to an <see cref="EventStart"/>.</summary>
internal enum EventStartResult
{
    /// <summary>No answer yet.</summary>
    None,

    /// <summary>An attempt has begun, or a suspended one has resumed.</summary>
    Begun,

    /// <summary>The event is unknown. It was only looked up, so nothing has begun.</summary>
    New,

    /// <summary>The event was begun before, by this process or an earlier one, and is not settled. This call begins nothing.</summary>
    Known,

    /// <summary>The event was settled within <c>Inbox:DuplicateWindowDays</c>.</summary>
    Duplicate,

    /// <summary>Another process handles its conversation now. This process drops the event.</summary>
    NotOwned,

    /// <summary>The event could not be looked up at the moment. The rest of the batch is not affected.</summary>
    Unavailable,
}
