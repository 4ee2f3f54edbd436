using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Reads the value of a change into an <see cref="UnknownChange"/>, so that it is passed on as a whole.</summary>
internal static class UnknownChangeReader
{
    public static UnknownChange Read(ChangeSource change, WireValue value) => new(WholeChange.Source(change, value));
}
