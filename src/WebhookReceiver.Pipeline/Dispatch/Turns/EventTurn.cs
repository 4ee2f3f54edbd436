using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// An event in its lane, from entering the lane until it is settled. While it waits it may be evicted from memory: only its position in the inbox is kept then, and it is read again
/// when its turn comes. Used by one thread at a time.
/// </summary>
/// <param name="deliveryProgress">The progress of its delivery; null for a replayed dead letter.</param>
/// <param name="ordinal">The index of the event in its delivery.</param>
internal sealed class EventTurn(DeliveryProgress? deliveryProgress, int ordinal)
{
    /// <summary>From this number of deaths of the process on, an event that was in progress at each of them runs alone.</summary>
    private const int Suspicious = 2;

    private OutcomeBatch? outcomes;
    private bool isKept;
    private bool isCounted;

    /// <summary>Its lane. Set when the event is at the head and its turn comes.</summary>
    public Lane Lane { get; set; } = null!;

    public DeliveryProgress? DeliveryProgress => deliveryProgress;

    public int Ordinal => ordinal;

    /// <summary>The next event in the lane.</summary>
    public EventTurn? Next { get; set; }

    /// <summary>Whether its id is registered as in progress.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether its next attempt is due. A packed lane loses the due times of its events, and the wall clock may have been set back since.</summary>
    public bool IsDue { get; set; }

    public EventId Id { get; set; }

    /// <summary>The slot of its conversation, in a store that several processes share.</summary>
    public byte Slot { get; set; }

    /// <summary>The epoch in which this process owns that slot.</summary>
    public long Epoch { get; set; }

    /// <summary>The event; null while it is evicted.</summary>
    public WhatsAppEvent? Message { get; set; }

    public Delivery? Delivery { get; set; }

    /// <summary>The dead letter that is replayed; null for an event from a delivery.</summary>
    public DeadLetter? Letter { get; init; }

    /// <summary>Whether this is the replay of a dead letter to one handler, as opposed to an event with a plan of its own.</summary>
    public bool IsForOneHandler => Letter?.Handler is not null;

    /// <summary>Whether the store has answered what it knows of the event.</summary>
    public bool IsKnown { get; set; }

    /// <summary>The number of the current attempt, counted from 1.</summary>
    public int Attempt { get; set; }

    /// <summary>How many attempts ended with the death of the process.</summary>
    public int Deaths { get; set; }

    /// <summary>Whether it may be what kills the process.</summary>
    public bool IsSuspect => Deaths >= Suspicious;

    public bool IsStale { get; set; }

    /// <summary>Whether a dead letter of it was written since it was last taken into memory.</summary>
    public bool IsGivenUp { get; set; }

    /// <summary>The outlets that it has to pass before a handler sees it; see <see cref="EventOutlets"/>.</summary>
    public uint OwedOutlets { get; set; }

    /// <summary>The outlets that it has passed since the last recording.</summary>
    public uint PassedOutlets { get; set; }

    /// <summary>Whether its attempt is recorded as begun and is not running yet.</summary>
    public bool IsBegun { get; set; }

    /// <summary>The handlers that it owes. Set when the turn is prepared, and again when stored progress is restored.</summary>
    public OwedHandlers Owed { get; set; } = null!;

    /// <summary>The permission to begin it now.</summary>
    public Admission Admission { get; set; }

    /// <summary>The results of an attempt that could not be recorded. They are recorded at the next turn, without calling a handler again.</summary>
    public AttemptResults? Unrecorded { get; set; }

    /// <summary>Whether the first question to the store only looks it up and does not begin it: it is stale, or there is no place for it now.</summary>
    public bool IsOnlyLookedUp { get; set; }

    /// <summary>The outcomes to record next. They are kept until that has succeeded.</summary>
    public OutcomeBatch Outcomes => outcomes ??= RentBatch();

    /// <summary>Whether a dead letter is among the outcomes to record next.</summary>
    public bool HasDeadLetters => outcomes is { HasDeadLetters: true };

    /// <summary>Records its outcomes. If that fails they are kept, and recorded with the next ones.</summary>
    /// <returns>False when another process handles the event now.</returns>
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

    private OutcomeBatch RentBatch()
    {
        var batch = OutcomeBatch.Rent();
        batch.Slot = Slot;
        return batch;
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

    /// <summary>Releases the event from memory. An object that is still in use is no longer counted.</summary>
    public void Release()
    {
        if (isKept)
        {
            isKept = false;
            deliveryProgress?.Release();
        }
    }

    /// <summary>Drops the delivery that was read again for one turn, and the event too unless it is kept.</summary>
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

    /// <summary>Counts the event as settled in its delivery. Counts once, even if ending the attempt is repeated.</summary>
    public async ValueTask CountDownAsync()
    {
        if (!isCounted && deliveryProgress is not null)
        {
            await deliveryProgress.CountDownAsync();
        }

        isCounted = true;
    }
}
