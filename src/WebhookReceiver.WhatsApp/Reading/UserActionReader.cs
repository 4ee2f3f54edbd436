using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Reads an element of <c>user_actions[]</c> into a <see cref="UserAction"/>. It has no id of its own, so its text is its identity.</summary>
internal static class UserActionReader
{
    public static EventReader Reader { get; } = static (change, item) => Read(change, item);

    private static UserAction Read(ChangeSource change, WireValue item) => new(change.SourceWithoutId(item, "user_action", Reader));
}
