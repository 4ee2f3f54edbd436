using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Something authentic in which no notification could be found: a body that is no JSON, is nested more than 64 deep, or holds nothing that
/// looks like a notification. It was answered with 200, because a repetition would be no better; here it is kept visible.
/// </summary>
public sealed record UnreadableDelivery : WhatsAppEvent
{
    /// <summary>A delivery to set up in a test.</summary>
    public UnreadableDelivery()
    {
    }

    internal UnreadableDelivery(in EventSource source)
        : base(source)
    {
    }

    /// <inheritdoc/>
    public override string Type => "unreadable";

    /// <summary>The bytes, exactly as they came; they need not be JSON.</summary>
    public ReadOnlyMemory<byte> Body => RawJson;
}
