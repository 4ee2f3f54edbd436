using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Reads the elements of an <c>errors[]</c> next to the items of a field into events of that field.</summary>
internal static class FieldErrorReader
{
    public static EventReader Reader { get; } = static (change, item) => Read(change, item);

    private static FieldError Read(ChangeSource change, WireValue item) =>
        new(change.SourceWithoutId(item, $"{change.Field?.ToLowerInvariant()}_error", Reader));
}
