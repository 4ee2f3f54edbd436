using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>What an event is made from: the item, the change it stands in, its bytes and its key.</summary>
internal readonly struct EventSource(ChangeSource change, WireValue item, ReadOnlyMemory<byte> rawJson, EventKey key)
{
    public ChangeSource Change { get; } = change;

    public WireValue Item { get; } = item;

    public ReadOnlyMemory<byte> RawJson { get; } = rawJson;

    public EventKey Key { get; } = key;
}
