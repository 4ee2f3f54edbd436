using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Lets the reader of a body go on without the keys of the events, once it has seen enough of them: what it gets from then on says to which conversation each belongs, and
/// no more. That takes a tenth of the time, and equal items may be given as one and the same event.
/// </summary>
internal sealed class LookAhead
{
    public bool IsOn { get; set; }

    /// <summary>Whether two items of one list are known to be of the same conversation: no number or text says whose it is, and what is equal is read alike.</summary>
    public static bool AreOfOneConversation(WireValue one, WireValue other) => one.IsObject || other.IsObject ? one.Raw.SequenceEqual(other.Raw) : true;
}
