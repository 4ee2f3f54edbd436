using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>An event that is not settled, as this process knows it under one ownership of its slot.</summary>
internal sealed record OpenEvent(byte Slot, int Generation, long Epoch, EventProgress Progress)
{
    /// <summary>Whether an attempt was begun or anything recorded; otherwise it was only looked up.</summary>
    public bool HasBegun => Progress.Starts > 0 || Progress.Handlers.Count > 0;
}
