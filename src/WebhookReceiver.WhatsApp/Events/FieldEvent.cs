using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Something that came under a webhook field other than <c>messages</c> (<c>Specification/fields.md</c>): a change of the account, or an item of a field
/// that brings lists.
/// </summary>
public abstract record FieldEvent : WhatsAppEvent
{
    internal const string UnknownField = "unknown";

    /// <summary>An event without content, for tests of handlers.</summary>
    protected FieldEvent()
    {
    }

    private protected FieldEvent(in EventSource source)
        : base(source) => Field = source.Change.Field;

    /// <summary>The name of the field as Meta sent it.</summary>
    public override string Type => Field ?? UnknownField;

    /// <summary>The name of the webhook field, or null when it was missing.</summary>
    public string? Field { get; init; }
}
