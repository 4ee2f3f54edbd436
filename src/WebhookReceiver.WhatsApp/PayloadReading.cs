using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A body that is parsed once, for a caller that comes back to it: returns its events by ordinal in any order, and isolates single events. The cost of one event does
/// not depend on the size of the body. Not thread-safe.
/// </summary>
/// <param name="body">The bytes as received. Events refer to them, so they must not change afterwards.</param>
/// <param name="phoneNumberId">The business number to assume when the body names none.</param>
internal sealed class PayloadReading(ReadOnlyMemory<byte> body, string? phoneNumberId = null) : IDisposable
{
    /// <inheritdoc cref="PayloadWalk.MostKept"/>
    public const int MostKept = PayloadWalk.MostKept;

    private readonly ReadOnlyMemory<byte> text = WhatsAppPayload.WithoutByteOrderMark(body);
    private readonly WireDocument? document = WhatsAppPayload.TryParse(WhatsAppPayload.WithoutByteOrderMark(body));
    private EventCutter? cutter;

    // The walk used last, and the other one: retried events lie behind those that are read for the first time, and each walk follows one of the two.
    private PayloadWalk? walk;
    private PayloadWalk? other;

    /// <summary>How many events are kept.</summary>
    public int Kept => (walk?.Kept ?? 0) + (other?.Kept ?? 0);

    /// <summary>The memory taken, in bytes, not counting the events.</summary>
    public long Size => body.Length + (document?.Size ?? 0);

    /// <summary>Returns the event with this ordinal, counted from 0 in the order of <see cref="WhatsAppPayload.Enumerate(ReadOnlyMemory{byte}, string?)"/>.</summary>
    /// <returns>Null when the body has no event with that ordinal.</returns>
    public WhatsAppEvent? Read(int ordinal)
    {
        if (walk?.IsPast(ordinal) is not false)
        {
            (walk, other) = (other, walk);
        }

        if (walk?.IsPast(ordinal) is not false)
        {
            walk?.Dispose();
            walk = new PayloadWalk(WhatsAppPayload.Enumerate(body, phoneNumberId, document));
        }

        return walk.Read(ordinal);
    }

    /// <summary>Does the same as <see cref="WhatsAppPayload.Isolate"/>, without parsing the body again.</summary>
    /// <param name="received">An event of this body; it must refer to exactly these bytes, but need not have been read by this instance.</param>
    public byte[] Isolate(WhatsAppEvent received)
    {
        if (received is UnreadableDelivery && received.RawJson.Length == body.Length)
        {
            return body.ToArray();
        }

        cutter ??= new EventCutter(text, document ?? throw new ArgumentException("The event was not read from these bytes.", nameof(received)));
        return cutter.Cut(received);
    }

    /// <summary>Releases memory. The events stay valid; nothing more can be read.</summary>
    public void Dispose()
    {
        walk?.Dispose();
        other?.Dispose();
        document?.Dispose();
    }
}
