using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A problem that Meta told beside the items of a field, such as why a call failed (<c>Specification/fields.md</c>, sections 6.3, 6.9, 6.13). It names no item:
/// which one it is about follows only from what came with it.
/// </summary>
public sealed record FieldError : FieldEvent
{
    /// <summary>An event to set up in a test.</summary>
    public FieldError()
    {
    }

    internal FieldError(in EventSource source)
        : base(source) => Error = WhatsAppError.Read(source.Item) ?? new WhatsAppError();

    /// <summary>What Meta says about it.</summary>
    public WhatsAppError Error { get; init; } = new();
}
