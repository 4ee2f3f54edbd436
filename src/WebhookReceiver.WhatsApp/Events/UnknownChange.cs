using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A change of a webhook field that has no type of its own here yet, or none at all: the name as Meta sent it, and the raw JSON of the value.
/// </summary>
public sealed record UnknownChange : FieldEvent
{
    private readonly string? type;

    /// <summary>A change to set up in a test.</summary>
    public UnknownChange()
    {
    }

    /// <param name="source">What it is made from.</param>
    /// <param name="type">The type, where it is not just the name of the field.</param>
    internal UnknownChange(in EventSource source, string? type = null)
        : base(source) => this.type = type;

    /// <inheritdoc/>
    public override string Type => type ?? base.Type;
}
