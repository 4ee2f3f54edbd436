using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// An error that Meta reports next to the items of a field, such as why a call failed (<c>Specification/fields.md</c>, sections 6.3, 6.9, 6.13). It refers to no item:
/// only the items that arrived with it show which one it is about.
/// </summary>
public sealed record FieldError : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public FieldError()
    {
    }

    internal FieldError(in EventSource source)
        : base(source) => Error = WhatsAppError.Read(source.Item) ?? new WhatsAppError();

    /// <summary>The error as described by Meta.</summary>
    public WhatsAppError Error { get; init; } = new();
}
