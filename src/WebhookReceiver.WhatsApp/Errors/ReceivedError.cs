using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>A problem of the account, the app or the number that belongs to no single message (<c>Specification/messages.md</c>, section 10).</summary>
public sealed record ReceivedError : WhatsAppEvent
{
    /// <summary>An error to set up in a test.</summary>
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

    /// <summary>What Meta says about it.</summary>
    public WhatsAppError Error { get; init; } = new();
}
