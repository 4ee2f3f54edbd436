using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// An authentic delivery, or part of one, in which no notification could be found: it is not JSON, is nested more than 64 deep, or contains nothing that
/// looks like a notification. It was answered with 200, because sending it again would not help; this event keeps it visible.
/// </summary>
public sealed record UnreadableDelivery : WhatsAppEvent
{
    /// <summary>Creates a delivery for a test.</summary>
    public UnreadableDelivery()
    {
    }

    internal UnreadableDelivery(in EventSource source)
        : base(source)
    {
    }

    /// <inheritdoc/>
    public override string Type => "unreadable";

    /// <summary>The bytes exactly as received; they need not be JSON.</summary>
    public ReadOnlyMemory<byte> Body => RawJson;
}
