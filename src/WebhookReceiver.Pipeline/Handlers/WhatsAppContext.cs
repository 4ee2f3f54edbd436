using WebhookReceiver.WhatsApp;

namespace WebhookReceiver;

/// <summary>What a handler may need to know about an event beyond the event itself.</summary>
public sealed class WhatsAppContext
{
    /// <summary>The event's idempotency key: the same however often Meta sends it. Use it to make an effect happen only once.</summary>
    public required EventKey Key { get; init; }

    /// <summary>The endpoint that received it: <c>default</c>, or a name under <c>WhatsApp:Endpoints</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The WhatsApp Business Account (<c>entry[].id</c>), if the notification names one.</summary>
    public string? Account { get; init; }

    /// <summary>The business phone number, if the event concerns one.</summary>
    public string? PhoneNumberId { get; init; }

    /// <summary>The user, if the event concerns one.</summary>
    public WhatsAppUser? User { get; init; }

    /// <summary>The POST in which it arrived. Other events may have arrived in the same POST; a repetition of this event arrives in another.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>
    /// The attempt number, starting at 1. Above 1 the event has been tried before: a handler failed, the process died in the middle, or
    /// a dead letter is being replayed.
    /// </summary>
    public required int Attempt { get; init; }

    /// <summary>
    /// In a store that several instances share: grows whenever another instance takes over the event's conversation, so a system that remembers the largest value it has seen
    /// can refuse an instance that lost the conversation without noticing. 0 in the other stores.
    /// </summary>
    public long Epoch { get; init; }

    /// <summary>
    /// Whether the event happened longer ago than duplicates are recognised for (<c>Inbox:DuplicateWindowDays</c>), so that it may have been handled before. Only messages and
    /// statuses that carry a timestamp can be stale.
    /// </summary>
    public bool IsStale { get; init; }

    /// <summary>When the POST arrived, by this machine's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Meta's JSON for this item; see <see cref="WhatsAppEvent.RawJson"/>.</summary>
    public ReadOnlyMemory<byte> RawJson { get; init; }
}
