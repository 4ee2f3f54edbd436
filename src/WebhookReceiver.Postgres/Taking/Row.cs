using WebhookReceiver.Deliveries;

namespace WebhookReceiver.Postgres;

/// <summary>A row of <c>inbox</c> as a poll reads it.</summary>
/// <param name="Writer">The writer.</param>
/// <param name="Sequence">Its number among the writer's.</param>
/// <param name="Slot">The slot.</param>
/// <param name="Day">The day, which names the partition.</param>
/// <param name="ReceivedAt">When it was stored.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Trace">The delivery's id.</param>
/// <param name="Phone">The business number to assume.</param>
/// <param name="Slots">All slots of the delivery.</param>
/// <param name="Body">The body; null when it is large, and read when it is needed.</param>
internal sealed record Row(
    long Writer, long Sequence, byte Slot, DateOnly Day, DateTimeOffset ReceivedAt, string Endpoint, Guid Trace, string? Phone, byte[] Slots, byte[]? Body)
{
    /// <summary>The span of the POST; null when it was not recorded.</summary>
    public DeliveryTrace? TraceContext { get; init; }
}
