using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// An event in its lane, from when it enters until it is settled. While it waits it may be evicted from memory: then what is left is where the inbox has it, and it is read again
/// when its turn comes. In the hands of one thread at a time.
/// </summary>
/// <param name="deliveryProgress">The delivery in which it came; null for one that comes from a dead letter.</param>
/// <param name="ordinal">Which of the delivery's events it is.</param>
internal sealed class EventTurn(DeliveryProgress? deliveryProgress, int ordinal)
{
    /// <summary>From this number of deaths of the process on, an event that was in progress each time runs alone.</summary>
    private const int Suspicious = 2;

    private OutcomeBatch? outcomes;
    private bool isKept;
    private bool isCounted;

    /// <summary>The lane at whose head it stands. Set when its turn comes.</summary>
    public Lane Lane { get; set; } = null!;

    public DeliveryProgress? DeliveryProgress => deliveryProgress;

    public int Ordinal => ordinal;

    /// <summary>The one behind it in the lane.</summary>
    public EventTurn? Next { get; set; }

    /// <summary>Whether its id is kept among those in progress.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether it has waited long enough for its next attempt. What its lane knew of that was lost when it was packed, and the wall clock may have been set back since.</summary>
    public bool IsDue { get; set; }

    public EventId Id { get; set; }

    /// <summary>The event; null while it is evicted.</summary>
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

    /// <summary>The outlets that it has to pass before a handler sees it; see <see cref="EventOutlets"/>.</summary>
    public uint OwedOutlets { get; set; }

    /// <summary>Those that it has passed since that was last recorded.</summary>
    public uint PassedOutlets { get; set; }

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

    /// <summary>Keeps the event in memory, and its delivery with it.</summary>
    public void Keep(Delivery delivery, WhatsAppEvent message)
    {
        deliveryProgress!.Keep(delivery);
        Message = message;
        isKept = true;
    }

    /// <summary>Stops keeping the event in memory: what is still in use of it is counted no longer.</summary>
    public void Release()
    {
        if (isKept)
        {
            isKept = false;
            deliveryProgress?.Release();
        }
    }

    /// <summary>Evicts what was read again for one turn, and the event itself unless it is kept.</summary>
    public void Evict()
    {
        Delivery = null;

        if (!isKept)
        {
            Message = null;
        }
    }

    /// <summary>Takes the event and its delivery from memory for the next turn.</summary>
    /// <returns>False when they have to be read again.</returns>
    public bool TryRecall()
    {
        if (isKept)
        {
            Delivery = deliveryProgress!.Content;
        }

        return Message is not null && Delivery is not null;
    }

    /// <summary>The event is settled. Counts once, however often an interrupted ending is repeated.</summary>
    public async ValueTask CountDownAsync()
    {
        if (!isCounted && deliveryProgress is not null)
        {
            await deliveryProgress.CountDownAsync();
        }

        isCounted = true;
    }
}
