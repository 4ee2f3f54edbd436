using System.Text.Json;
using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>Reads the body of a webhook notification into events.</summary>
public static class WhatsAppPayload
{
    /// <summary>How deep a body may be nested; deeper ones are <see cref="UnreadableDelivery"/>.</summary>
    public const int MaxDepth = 64;

    /// <summary>
    /// Reads every entry, change, message, status and error of <paramref name="body"/> into an event of its own, in the order in which they
    /// stand there. Whatever the body holds, nothing is thrown and nothing is passed over: what has no type becomes an <c>Unknown…</c> event,
    /// and a body without a readable notification becomes one <see cref="UnreadableDelivery"/>.
    /// </summary>
    /// <param name="body">The bytes as they came. Events refer to them, so they must not change afterwards.</param>
    /// <param name="phoneNumberId">The business number to assume where the body names none.</param>
    /// <returns>The events. None for a notification that holds nothing, such as <c>"entry": []</c>.</returns>
    public static IReadOnlyList<WhatsAppEvent> Read(ReadOnlyMemory<byte> body, string? phoneNumberId = null)
    {
        var text = WithoutByteOrderMark(body);
        var source = new BodySource(text, phoneNumberId);

        try
        {
            using var document = WireDocument.Parse(text);
            var events = new List<WhatsAppEvent>();

            return TryRead(source, document.Root, events) ? events : [Unreadable(body)];
        }
        catch (JsonException)
        {
            return [Unreadable(body)];
        }
    }

    /// <summary>An envelope, or a list of them: Meta prints it both ways (<c>spec/fields.md</c> section 1).</summary>
    private static bool TryRead(BodySource body, WireValue root, List<WhatsAppEvent> events)
    {
        if (!root.IsArray)
        {
            return EnvelopeReader.TryRead(body, root, events) || FlatReader.TryRead(body, root, events);
        }

        // Looked for first, because a list of a million zeros is one unreadable body and not a million unreadable parts.
        if (!HoldsEnvelope(root))
        {
            return false;
        }

        foreach (var envelope in root.Items)
        {
            if (!EnvelopeReader.TryRead(body, envelope, events))
            {
                EnvelopeReader.AddUnreadable(body, envelope, events);
            }
        }

        return true;
    }

    private static bool HoldsEnvelope(WireValue list)
    {
        foreach (var item in list.Items)
        {
            if (EnvelopeReader.IsEnvelope(item))
            {
                return true;
            }
        }

        return false;
    }

    private static UnreadableDelivery Unreadable(ReadOnlyMemory<byte> body)
    {
        var identity = new EventIdentity(stackalloc byte[256], "unreadable");
        identity.AddBytes(body.Span);
        var change = new ChangeSource { Body = new BodySource(body, phoneNumberId: null) };
        return new UnreadableDelivery(new EventSource(change, default, body, identity.ToKey()));
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
}
