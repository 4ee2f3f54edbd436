using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Tells from the records of an event which attempts there were, and how far its handlers have progressed.</summary>
internal sealed partial class EventStory
{
    private const string Succeeded = "succeeded";
    private const string NotWanted = "not wanted";
    private const string Failed = "failed";
    private const string GaveUp = "gave up";
    private const string Dead = "dead";

    private readonly List<EventAttempt> attempts = [];
    private readonly OrderedDictionary<string, EventHandlerProgress> handlers = new(StringComparer.Ordinal);
    private readonly List<EventHandlerResult> results = [];
    private HandlerPlan? plan;
    private bool isInAttempt;
    private bool isSuspended;

    public static EventStory Of(IEnumerable<EventRecord> records)
    {
        var story = new EventStory();

        foreach (var record in records)
        {
            story.Add(record);
        }

        return story;
    }

    public IReadOnlyList<EventAttempt> Attempts => attempts;

    public IReadOnlyList<EventHandlerProgress> Handlers => [.. handlers.Values];

    public DateTimeOffset? SettledAt { get; private set; }

    private void Add(in EventRecord record)
    {
        switch (record.Kind)
        {
            case EventRecordKind.AttemptBegun:
                Begin(record);
                break;
            case EventRecordKind.AttemptSuspended:
                isSuspended = true;
                Change(static attempt => attempt with { WasSuspended = true });
                break;
            case EventRecordKind.AttemptEnded:
                End(record.At);
                break;
            case EventRecordKind.Settled:
                Settle(record.At);
                break;
            case EventRecordKind.ReplayRequested or EventRecordKind.ReplayFailed or EventRecordKind.DeadLetterRemoved:
                AddStep(record);
                break;
            default:
                Handle(record);
                break;
        }
    }

    private void Begin(in EventRecord record)
    {
        plan = record.Plan ?? plan;

        foreach (var handler in plan?.Handlers ?? [])
        {
            handlers.TryAdd(handler.Name, new EventHandlerProgress { Handler = handler.Name, State = "open" });
        }

        if (isSuspended)
        {
            // The same attempt goes on.
            isSuspended = false;
            return;
        }

        if (isInAttempt)
        {
            Change(static attempt => attempt with { Died = true });
        }

        results.Clear();
        attempts.Add(new EventAttempt { Attempt = attempts.Count + 1, StartedAt = record.At });
        isInAttempt = true;
        SettledAt = null;
    }

    private void End(DateTimeOffset at)
    {
        Change(attempt => attempt with { EndedAt = at });
        (isInAttempt, isSuspended) = (false, false);
    }

    /// <summary>The end of an event covers its handlers: those of which nothing else is recorded have finished.</summary>
    private void Settle(DateTimeOffset at)
    {
        foreach (var handler in plan?.Handlers ?? [])
        {
            if (handlers[handler.Name].State is "open" or "retrying")
            {
                var isCertain = !handler.IsConditional || handlers[handler.Name].State is "retrying";
                handlers[handler.Name] = handlers[handler.Name] with { State = isCertain ? Succeeded : "finished", NextAttemptAt = null };

                if (isCertain)
                {
                    AddResult(handler.Name, Succeeded, at, exceptionType: null);
                }
            }
        }

        SettledAt = at;
        End(at);
    }

    private void Handle(in EventRecord record)
    {
        var result = record.Kind switch
        {
            EventRecordKind.HandlerSucceeded => Succeeded,
            EventRecordKind.HandlerNotWanted => NotWanted,
            EventRecordKind.HandlerFailed => Failed,
            EventRecordKind.DeadLettered => GaveUp,
            _ => null,
        };

        if (result is not null)
        {
            AddResult(record.Handler, result, record.At, record.ExceptionType);
        }

        if (record.DeadLetter is { } letter)
        {
            letters.Add(letter);
        }

        if (record.Handler is not { } name)
        {
            return;
        }

        var before = ProgressOf(name);

        handlers[name] = record.Kind switch
        {
            EventRecordKind.HandlerSucceeded => before with { State = Succeeded, NextAttemptAt = null },
            EventRecordKind.HandlerNotWanted => before with { State = NotWanted },
            EventRecordKind.HandlerFailed => before with
            {
                State = "retrying",
                Failures = record.Failure!.Value.Attempts,
                LastFailureAt = record.At,
                NextAttemptAt = record.Failure.Value.DueAt,
                ExceptionType = record.ExceptionType ?? before.ExceptionType,
            },
            EventRecordKind.DeadLettered => before with
            {
                State = Dead,
                Failures = before.Failures + 1,
                LastFailureAt = record.At,
                NextAttemptAt = null,
                ExceptionType = record.ExceptionType ?? before.ExceptionType,
                DeadLetterId = record.DeadLetter,
            },
            _ => before,
        };
    }

    private EventHandlerProgress ProgressOf(string handler) => handlers.GetValueOrDefault(handler) ?? new EventHandlerProgress { Handler = handler, State = "open" };

    private void AddResult(string? handler, string result, DateTimeOffset at, string? exceptionType)
    {
        results.Add(new EventHandlerResult { Handler = handler, Result = result, At = at, ExceptionType = exceptionType });
        Change(attempt => attempt with { Handlers = [.. results] });
    }

    private void Change(Func<EventAttempt, EventAttempt> change)
    {
        if (attempts.Count > 0)
        {
            attempts[^1] = change(attempts[^1]);
        }
    }
}
