using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp.Statuses;

/// <summary>What a status is created from, in addition to what every event is created from.</summary>
internal readonly struct StatusSource(in EventSource source, string? id, DeliveryState state, WhatsAppUser? user, string? groupId)
{
    public EventSource Event { get; } = source;

    public string? Id { get; } = id;

    public DeliveryState State { get; } = state;

    public WhatsAppUser? User { get; } = user;

    public string? GroupId { get; } = groupId;
}
