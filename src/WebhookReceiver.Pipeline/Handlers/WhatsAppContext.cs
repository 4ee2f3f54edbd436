using WebhookReceiver.WhatsApp;

namespace WebhookReceiver;

/// <summary>What a handler may want to know about an event beyond the event itself.</summary>
public sealed class WhatsAppContext
{
    /// <summary>The event's idempotency key: the same however often Meta sends it. Use it to make an effect happen once.</summary>
    public required EventKey Key { get; init; }

    /// <summary>The endpoint on which it came in: <c>default</c>, or a name under <c>WhatsApp:Endpoints</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The WhatsApp Business Account (<c>entry[].id</c>), if the notification names one.</summary>
    public string? Account { get; init; }

    /// <summary>The business phone number, if the event concerns one.</summary>
    public string? PhoneNumberId { get; init; }

    /// <summary>The user, if the event concerns one.</summary>
    public WhatsAppUser? User { get; init; }

    /// <summary>The POST in which it came. Other events may have come in the same; a repetition of this event has another.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>
    /// The how-manieth handling of this event this is, beginning with 1. Above 1 something has been tried before: a handler failed, the process died in the middle, or
    /// a dead letter is replayed.
    /// </summary>
    public required int Attempt { get; init; }

    /// <summary>
    /// Whether the event happened longer ago than duplicates are recognised for (<c>Inbox:DuplicateWindowDays</c>): it may have been handled before. Only messages and
    /// statuses that tell their time are ever stale.
    /// </summary>
    public bool IsStale { get; init; }

    /// <summary>When the POST came in, by this machine's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Meta's JSON of this item; see <see cref="WhatsAppEvent.RawJson"/>.</summary>
    public ReadOnlyMemory<byte> RawJson { get; init; }
}
