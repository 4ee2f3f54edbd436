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
    /// <summary>
    /// How many events are kept, the latest ones. A list of two million zeros is two million events, which must not all be in memory; an earlier one is found again
    /// by a walk from the beginning, without parsing.
    /// </summary>
    public const int MostKept = 4096;

    private readonly ReadOnlyMemory<byte> text = WhatsAppPayload.WithoutByteOrderMark(body);
    private readonly WireDocument? document = WhatsAppPayload.TryParse(WhatsAppPayload.WithoutByteOrderMark(body));
    private readonly List<WhatsAppEvent> kept = [];
    private IEnumerator<WhatsAppEvent>? rest;
    private EventCutter? cutter;

    /// <summary>The ordinal of the first event that is kept.</summary>
    private int firstKept;

    /// <summary>The event with this ordinal, counted from 0 in the order in which <see cref="WhatsAppPayload.Enumerate(ReadOnlyMemory{byte}, string?)"/> gives them.</summary>
    /// <returns>Null when the body has no event of that ordinal.</returns>
    public WhatsAppEvent? Read(int ordinal)
    {
        if (rest is null || ordinal < firstKept)
        {
            StartOver();
        }

        while (ordinal >= firstKept + kept.Count)
        {
            if (!rest!.MoveNext())
            {
                return null;
            }

            if (kept.Count is MostKept)
            {
                kept.RemoveRange(0, MostKept / 2);
                firstKept += MostKept / 2;
            }

            kept.Add(rest.Current);
        }

        return kept[ordinal - firstKept];
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
        rest?.Dispose();
        document?.Dispose();
    }

    private void StartOver()
    {
        rest?.Dispose();
        rest = WhatsAppPayload.Enumerate(body, phoneNumberId, document).GetEnumerator();
        kept.Clear();
        firstKept = 0;
    }
}
