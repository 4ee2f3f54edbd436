using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The person sent something that the platform does not pass on, such as a poll (Meta's "Unsupported messages webhook reference").
/// <see cref="InboundMessage.Errors"/> gives the reason.
/// </summary>
public sealed record UnsupportedMessage : InboundMessage
{
    private const string Word = "unsupported";

    /// <summary>Creates a message for a test.</summary>
    public UnsupportedMessage()
    {
    }

    /// <param name="source">What it is created from.</param>
    /// <param name="type">The word that was sent for it.</param>
    internal UnsupportedMessage(in MessageSource source, string type = Word)
        : base(source)
    {
        MessageType = source.Event.Change.IsFlat ? Word : type;
        UnsupportedType = source.Event.Item["unsupported"u8]["type"u8].Name;
    }

    /// <summary>
    /// <c>unsupported</c>; in Meta's envelope also the older words <c>unknown</c> and <c>ephemeral</c> (a disappearing message), if one of them was sent.
    /// </summary>
    public override string MessageType { get; } = Word;

    /// <summary>The original type (<c>poll_creation</c>, <c>gif</c>, <c>edit</c>, …), if Meta sends it. The list is open.</summary>
    public string? UnsupportedType { get; init; }
}
