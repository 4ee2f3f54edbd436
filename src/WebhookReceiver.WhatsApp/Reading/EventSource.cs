using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Makes an event from an item.</summary>
internal delegate WhatsAppEvent EventReader(ChangeSource change, WireValue item);

/// <summary>What an event is made from: the item, the change it stands in, its bytes and its key.</summary>
internal readonly struct EventSource(ChangeSource change, WireValue item, ReadOnlyMemory<byte> rawJson, EventKey key, EventReader? reader = null)
{
    public ChangeSource Change { get; } = change;

    public WireValue Item { get; } = item;

    public ReadOnlyMemory<byte> RawJson { get; } = rawJson;

    public EventKey Key { get; } = key;

    /// <summary>What makes this event from its item, so that it can be done again to see what is read.</summary>
    public EventReader? Reader { get; } = reader;
}
