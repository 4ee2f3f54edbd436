using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Makes an element of <c>errors[]</c> into a <see cref="ReceivedError"/>.</summary>
internal static class ErrorReader
{
    private static readonly EventReader Reader = static (change, item) => Read(change, item);

    public static ReceivedError Read(ChangeSource change, WireValue item) => new(change.SourceWithoutId(item, "error", Reader));
}
