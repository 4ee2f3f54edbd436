using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Lets a caller continue reading a body without the keys of the events, once it has seen enough of them: from then on an event shows only which conversation it belongs to.
/// That takes a tenth of the time, and equal items may be returned as one and the same event.
/// </summary>
internal sealed class LookAhead
{
    public bool IsOn { get; set; }

    /// <summary>Whether two items of one list are known to belong to the same conversation: no number or text identifies it, and equal items are read alike.</summary>
    public static bool AreOfOneConversation(WireValue one, WireValue other) => one.IsObject || other.IsObject ? one.Raw.SequenceEqual(other.Raw) : true;
}
