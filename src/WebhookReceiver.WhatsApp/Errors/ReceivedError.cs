using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>An error of the account, the app or the number that belongs to no single message (<c>Specification/messages.md</c>, section 10).</summary>
public sealed record ReceivedError : WhatsAppEvent
{
    /// <summary>Creates an error for a test.</summary>
    public ReceivedError()
    {
    }

    internal ReceivedError(in EventSource source)
        : base(source)
    {
        Error = WhatsAppError.Read(source.Item) ?? new WhatsAppError();
    }

    /// <inheritdoc/>
    public override string Type => "error";

    /// <summary>The error as described by Meta.</summary>
    public WhatsAppError Error { get; init; } = new();
}
