using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>The handling of one event, from its first turn until it is settled. In the hands of one thread at a time.</summary>
internal sealed class EventTurn(WaitingEvent waiting)
{
    /// <summary>From this number of deaths of the process on, an event that was in progress each time runs alone.</summary>
    private const int Suspicious = 2;

    private OutcomeBatch? outcomes;

    /// <summary>The lane at whose head it stands. Set when its turn comes.</summary>
    public Lane Lane { get; set; } = null!;

    public WaitingEvent Waiting => waiting;

    public EventId Id { get; set; }

    /// <summary>The event. Null between two attempts, when it was evicted to save memory.</summary>
    public WhatsAppEvent? Message { get; set; }

    public Delivery? Delivery { get; set; }

    /// <summary>The dead letter from which it comes, when it is replayed.</summary>
    public DeadLetter? Letter { get; init; }

    /// <summary>Whether it is replayed to one handler, and is no event of its own.</summary>
    public bool IsForOneHandler => Letter?.Handler is not null;

    /// <summary>Whether it has been looked up what earlier runs of the service have left of it.</summary>
    public bool IsKnown { get; set; }

    /// <summary>The number of the attempt, this one included.</summary>
    public int Attempt { get; set; }

    /// <summary>How many attempts ended with the death of the process.</summary>
    public int Deaths { get; set; }

    /// <summary>Whether it may be what kills the process.</summary>
    public bool IsSuspect => Deaths >= Suspicious;

    public bool IsStale { get; set; }

    /// <summary>Whether the event log has to get its line before a handler sees it.</summary>
    public bool NeedsLine { get; set; }

    /// <summary>Whether its attempt is recorded as begun, and does not run yet.</summary>
    public bool IsBegun { get; set; }

    /// <summary>Which handlers it owes. Set when it is known.</summary>
    public OwedHandlers Owed { get; set; } = null!;

    /// <summary>What entitles it to be begun now.</summary>
    public Admission Admission { get; set; }

    /// <summary>The results of an attempt that could not be recorded: they are recorded again, and no handler is called for that.</summary>
    public AttemptResults? Unrecorded { get; set; }

    /// <summary>Whether its first start is to look it up and begin nothing: it is stale, or there is no place for it now.</summary>
    public bool IsOnlyLookedUp { get; set; }

    /// <summary>The outcomes that are to be recorded next. They stay until they have been.</summary>
    public OutcomeBatch Outcomes => outcomes ??= OutcomeBatch.Rent();

    /// <summary>Records its outcomes; when that fails they stay, and are recorded with the next ones.</summary>
    /// <returns>False when another process handles it now.</returns>
    public async ValueTask<bool> RecordAsync(IOutcomes store)
    {
        if (outcomes is not { } batch)
        {
            return true;
        }

        var isOwned = await store.RecordAsync(batch, CancellationToken.None);
        outcomes = null;
        OutcomeBatch.Return(batch);
        return isOwned;
    }

    /// <summary>Forgets outcomes that were not recorded.</summary>
    public void ForgetOutcomes() => outcomes = null;

    /// <summary>Evicts the event until its next attempt.</summary>
    public void Evict()
    {
        Message = null;
        Delivery = null;
    }
}
