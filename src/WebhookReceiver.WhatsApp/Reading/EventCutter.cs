using System.Runtime.InteropServices;
using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// Isolates events of one body; see <see cref="IsolatedEvent"/>. Keeps what they have in common: the position of each token, and the contacts of each value. An event
/// therefore costs its own size and not that of the body.
/// </summary>
/// <param name="text">The body, from its first token on.</param>
/// <param name="document">The same body, parsed.</param>
internal sealed class EventCutter(ReadOnlyMemory<byte> text, WireDocument document)
{
    private readonly int[] parents = document.Parents();
    private readonly Dictionary<int, ContactBook> contacts = [];

    public byte[] Cut(WhatsAppEvent received) =>
        PlaceOf(received.RawJson) is { } place && document.PathTo(place, parents) is { } path
            ? new IsolatedEvent(text, path, received, ContactsOf).Write()
            : throw new ArgumentException("The event was not read from these bytes.", nameof(received));

    private ContactBook ContactsOf(Field field, WireValue value)
    {
        if (!contacts.TryGetValue(value.Start, out var book))
        {
            contacts.Add(value.Start, book = field.ContactsOf(value));
        }

        return book;
    }

    private int? PlaceOf(ReadOnlyMemory<byte> item) =>
        MemoryMarshal.TryGetArray(text, out var all) && MemoryMarshal.TryGetArray(item, out var part) && ReferenceEquals(all.Array, part.Array)
            && part.Offset >= all.Offset && part.Offset + part.Count <= all.Offset + all.Count
            ? part.Offset - all.Offset
            : null;
}
