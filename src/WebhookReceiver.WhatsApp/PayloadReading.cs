using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A body that is parsed once, for a caller who comes back to it: gives its events by their ordinal in any order, and cuts single ones out. What one event costs does
/// not depend on how large the body is. One thread at a time.
/// </summary>
/// <param name="body">The bytes as they came. Events refer to them, so they must not change afterwards.</param>
/// <param name="phoneNumberId">The business number to assume where the body names none.</param>
internal sealed class PayloadReading(ReadOnlyMemory<byte> body, string? phoneNumberId = null) : IDisposable
{
    /// <inheritdoc cref="PayloadWalk.MostKept"/>
    public const int MostKept = PayloadWalk.MostKept;

    private readonly ReadOnlyMemory<byte> text = WhatsAppPayload.WithoutByteOrderMark(body);
    private readonly WireDocument? document = WhatsAppPayload.TryParse(WhatsAppPayload.WithoutByteOrderMark(body));
    private EventCutter? cutter;

    // The one that was used last, and the other: what is tried again lies behind what is read for the first time, and each goes its own way.
    private PayloadWalk? walk;
    private PayloadWalk? other;

    /// <summary>How many events are kept.</summary>
    public int Kept => (walk?.Kept ?? 0) + (other?.Kept ?? 0);

    /// <summary>How much memory it takes beside the events, in bytes.</summary>
    public long Size => body.Length + (document?.Size ?? 0);

    /// <summary>The event with this ordinal, counted from 0 in the order in which <see cref="WhatsAppPayload.Enumerate(ReadOnlyMemory{byte}, string?)"/> gives them.</summary>
    /// <returns>Null when the body has no event of that ordinal.</returns>
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

    /// <summary>As <see cref="WhatsAppPayload.Isolate"/>, without parsing the body again.</summary>
    /// <param name="received">An event of this body; it must refer to these very bytes, and need not come from this reading.</param>
    public byte[] Isolate(WhatsAppEvent received)
    {
        if (received is UnreadableDelivery && received.RawJson.Length == body.Length)
        {
            return body.ToArray();
        }

        cutter ??= new EventCutter(text, document ?? throw new ArgumentException("The event was not read from these bytes.", nameof(received)));
        return cutter.Cut(received);
    }

    /// <summary>Gives memory back. The events stay valid; nothing more can be read.</summary>
    public void Dispose()
    {
        walk?.Dispose();
        other?.Dispose();
        document?.Dispose();
    }
}
