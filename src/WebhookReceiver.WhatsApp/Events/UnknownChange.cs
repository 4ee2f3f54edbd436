using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A change of a webhook field that has no type of its own here yet, or none at all: the name as Meta sent it, and the raw JSON of the value.
/// </summary>
public sealed record UnknownChange : WhatsAppEvent
{
    /// <summary>A change to set up in a test.</summary>
    public UnknownChange()
    {
    }

    internal UnknownChange(in EventSource source, string type)
        : base(source)
    {
        Type = type;
        Field = source.Change.Field;
    }

    /// <inheritdoc/>
    public override string Type { get; } = UnknownField;

    /// <summary>The name of the webhook field, or null when it was missing.</summary>
    public string? Field { get; init; }

    internal const string UnknownField = "unknown";
}
