using WebhookReceiver.Inbox;

namespace WebhookReceiver.Postgres;

/// <summary>An event that is not settled, as this process knows it under one ownership of its slot.</summary>
internal sealed record OpenEvent(byte Slot, int Generation, long Epoch, EventProgress Progress);
