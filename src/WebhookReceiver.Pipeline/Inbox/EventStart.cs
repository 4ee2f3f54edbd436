using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>One event of a batch that is to be begun (<see cref="IOutcomes.BeginAsync"/>): the question, and the store's answer.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct EventStart
{
    private EventStart(EventId id, HandlerPlan? plan, bool isFirst, bool isReplay)
    {
        Id = id;
        Plan = plan;
        IsFirst = isFirst;
        IsReplay = isReplay;
    }

    public EventId Id { get; }

    /// <summary>Which handlers it may concern, stored with it; null when it is only to be looked up.</summary>
    public HandlerPlan? Plan { get; }

    /// <summary>Whether this process has not asked about the event before: then it is begun only if it is new.</summary>
    public bool IsFirst { get; }

    /// <summary>Whether it comes from a dead letter: that it is settled does not make it a duplicate then.</summary>
    public bool IsReplay { get; }

    public EventStartResult Result { get; private set; }

    /// <summary>Of one that was begun: the number of the attempt, from 1.</summary>
    public int Attempt { get; private set; }

    /// <summary>Of one that is known: how far its handling has come.</summary>
    public EventProgress? Progress { get; private set; }

    /// <summary>Of a duplicate: how long ago the event was settled.</summary>
    public TimeSpan SettledFor { get; private set; }

    /// <summary>Of one that could not be looked up: why.</summary>
    public Exception? Problem { get; private set; }

    /// <summary>An event that this process has not asked about before. It is begun if it is new.</summary>
    /// <param name="id">The event.</param>
    /// <param name="plan">Which handlers it may concern when it is new; null to look it up and begin nothing.</param>
    /// <param name="isReplay">Whether it comes from a dead letter.</param>
    public static EventStart First(EventId id, HandlerPlan? plan, bool isReplay) => new(id, plan, isFirst: true, isReplay);

    /// <summary>Another attempt of an event of which this process knows how far it has come.</summary>
    public static EventStart Again(EventId id, HandlerPlan plan) => new(id, plan, isFirst: false, isReplay: false);

    public void AnswerBegun(int attempt) => (Result, Attempt) = (EventStartResult.Begun, attempt);

    public void AnswerNew() => Result = EventStartResult.New;

    public void AnswerKnown(EventProgress progress) => (Result, Progress) = (EventStartResult.Known, progress);

    public void AnswerDuplicate(TimeSpan settledFor) => (Result, SettledFor) = (EventStartResult.Duplicate, settledFor);

    public void AnswerNotOwned() => Result = EventStartResult.NotOwned;

    public void AnswerUnavailable(Exception problem) => (Result, Problem) = (EventStartResult.Unavailable, problem);
}

/// <summary>What a store answers to <see cref="EventStart"/>.</summary>
internal enum EventStartResult
{
    /// <summary>There is no answer yet.</summary>
    None,

    /// <summary>An attempt has begun, or one that was suspended goes on.</summary>
    Begun,

    /// <summary>Nothing is known of it. It was only looked up, so nothing has begun.</summary>
    New,

    /// <summary>It was begun before, in this process or an earlier one, and is not settled. Nothing has begun now.</summary>
    Known,

    /// <summary>It was settled inside <c>Inbox:DuplicateWindowDays</c>.</summary>
    Duplicate,

    /// <summary>Another process handles its conversation now. It is to be dropped here.</summary>
    NotOwned,

    /// <summary>It could not be looked up just now. The others of the batch are not concerned.</summary>
    Unavailable,
}
