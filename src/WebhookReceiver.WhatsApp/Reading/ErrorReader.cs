using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Reads an element of <c>errors[]</c> into a <see cref="ReceivedError"/>.</summary>
internal static class ErrorReader
{
    public static EventReader Reader { get; } = static (change, item) => Read(change, item);

    private static ReceivedError Read(ChangeSource change, WireValue item) => new(change.SourceWithoutId(item, "error", Reader));
}
