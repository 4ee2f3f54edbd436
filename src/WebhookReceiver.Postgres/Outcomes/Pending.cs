using System.Runtime.InteropServices;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>What was recorded and is not written yet, in order.</summary>
internal sealed class Pending
{
    public List<OutcomeRow> Rows { get; } = [];

    public List<DeadLetterChange> Letters { get; } = [];

    /// <summary>Deliveries that are settled once the outcomes before them are written.</summary>
    public List<DeliveryPosition> Deliveries { get; } = [];

    public bool IsEmpty => Rows.Count is 0 && Letters.Count is 0 && Deliveries.Count is 0;

    public void Append(Pending later)
    {
        Rows.AddRange(later.Rows);
        Letters.AddRange(later.Letters);
        Deliveries.AddRange(later.Deliveries);
    }
}

/// <summary>A question about one event.</summary>
/// <param name="Index">Its index in the caller's batch.</param>
/// <param name="Id">The event.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="Epoch">The epoch under which it would begin.</param>
/// <param name="Generation">The ownership under which it was asked.</param>
/// <param name="Number">The number of the row that begins it.</param>
/// <param name="Plan">The plan; null to look it up only.</param>
/// <param name="IsAgain">Whether it begins whatever is known of it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventAsk(int Index, EventId Id, byte Slot, long Epoch, int Generation, long Number, HandlerPlan? Plan, bool IsAgain);

/// <summary>What a transaction found and did.</summary>
internal sealed class WrittenOutcomes
{
    /// <summary>Slots with the epochs under which nothing may be written any longer.</summary>
    public HashSet<(byte Slot, long Epoch)> Refused { get; } = [];

    public HashSet<EventId> Begun { get; } = [];

    public Dictionary<EventId, History> Histories { get; } = [];
}
