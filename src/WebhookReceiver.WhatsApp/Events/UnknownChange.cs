using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A change of a webhook field that has no type of its own here yet, or none at all: the name as Meta sent it, and the raw JSON of the value.
/// </summary>
public sealed record UnknownChange : FieldEvent
{
    private readonly string? otherProduct;

    /// <summary>A change to set up in a test.</summary>
    public UnknownChange()
    {
    }

    internal UnknownChange(in EventSource source)
        : base(source) => otherProduct = source.Change.OtherProduct;

    /// <inheritdoc/>
    public override string Type => otherProduct is null ? base.Type : $"{otherProduct}.{base.Type}";
}
