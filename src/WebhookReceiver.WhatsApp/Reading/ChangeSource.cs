using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>What the events of one change have in common: account, field, business number, contacts.</summary>
internal sealed class ChangeSource
{
    public required BodySource Body { get; init; }

    public string? Account { get; init; }

    /// <summary>The field as sent; null when the name is missing.</summary>
    public string? Field { get; init; }

    /// <summary>When Meta sent the notification (<c>entry[].time</c>), which is not when it happened.</summary>
    public DateTimeOffset? SentAt { get; init; }

    public string? PhoneNumberId { get; init; }

    public string? DisplayPhoneNumber { get; init; }

    /// <summary>The event of an item that has an id of its own.</summary>
    public EventSource Source(WireValue item, EventKey key, EventReader? reader = null) => new(this, item, Body.Slice(item), key, reader);

    /// <summary>The event of an item without an id: it is known by its text, and by its number among the equals of this delivery.</summary>
    public EventSource SourceWithoutId(WireValue item, string kind, EventReader? reader = null)
    {
        var identity = new EventIdentity(stackalloc byte[256], kind);
        identity.Add(Account);
        identity.Add(PhoneNumberId);
        identity.AddRaw(item.Raw);
        return Source(item, Body.Number(identity.ToKey()), reader);
    }
}
