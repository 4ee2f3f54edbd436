using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Creates an event from an item.</summary>
internal delegate WhatsAppEvent EventReader(ChangeSource change, WireValue item);

/// <summary>What an event is created from: the item, its change, its bytes and its key.</summary>
internal readonly struct EventSource(ChangeSource change, WireValue item, ReadOnlyMemory<byte> rawJson, EventKey key, EventReader? reader = null)
{
    public ChangeSource Change { get; } = change;

    public WireValue Item { get; } = item;

    public ReadOnlyMemory<byte> RawJson { get; } = rawJson;

    public EventKey Key { get; } = key;

    /// <summary>The reader that creates this event from its item, so that it can be run again to see what it reads.</summary>
    public EventReader? Reader { get; } = reader;
}
