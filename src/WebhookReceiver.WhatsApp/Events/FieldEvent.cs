using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// An event from a webhook field other than <c>messages</c> (<c>Specification/fields.md</c>): a change of the account, or an item from one of the field's
/// lists.
/// </summary>
public abstract record FieldEvent : WhatsAppEvent
{
    internal const string UnknownField = "unknown";

    /// <summary>Creates an empty event for a test.</summary>
    protected FieldEvent()
    {
    }

    private protected FieldEvent(in EventSource source)
        : base(source) => Field = source.Change.Field;

    /// <summary>The name of the field as sent by Meta.</summary>
    public override string Type => Field ?? UnknownField;

    /// <summary>The name of the webhook field, or null when it was missing.</summary>
    public string? Field { get; init; }
}
