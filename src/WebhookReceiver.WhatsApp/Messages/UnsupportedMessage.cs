using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The person sent something that the platform does not pass on, a poll for example (<c>spec/messages.md</c> 8.14).
/// <see cref="InboundMessage.Errors"/> says why.
/// </summary>
public sealed record UnsupportedMessage : InboundMessage
{
    /// <summary>A message to set up in a test.</summary>
    public UnsupportedMessage()
    {
    }

    internal UnsupportedMessage(in MessageSource source)
        : base(source)
    {
        UnsupportedType = source.Event.Item["unsupported"u8]["type"u8].Name;
    }

    /// <inheritdoc/>
    public override string MessageType => "unsupported";

    /// <summary>What it was (<c>poll_creation</c>, <c>gif</c>, <c>edit</c>, …), if Meta says so. The list is open.</summary>
    public string? UnsupportedType { get; init; }
}
