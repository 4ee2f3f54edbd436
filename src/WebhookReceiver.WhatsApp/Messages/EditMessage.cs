using WebhookReceiver.WhatsApp.Messages;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The person edited a message, within about 15 minutes of sending it (Meta's "Edit messages webhook reference"). Only for numbers that are shared with the
/// WhatsApp Business app; the original may have arrived before this service was in use.
/// </summary>
public sealed record EditMessage : InboundMessage
{
    /// <summary>Creates a message for a test.</summary>
    public EditMessage()
    {
    }

    internal EditMessage(in MessageSource source)
        : base(source)
    {
        var edit = source.Event.Item["edit"u8];

        OriginalMessageId = edit["original_message_id"u8].Name;
        NewContent = MessageReader.ReadNewContent(source, edit["message"u8], OriginalMessageId);
    }

    /// <inheritdoc/>
    public override string MessageType => "edit";

    /// <summary>The id of the edited message.</summary>
    public string? OriginalMessageId { get; init; }

    /// <summary>
    /// The message as it reads now: its text or the caption of its file, with the id of the original. It is part of this event and never passed to handlers
    /// separately.
    /// </summary>
    public InboundMessage? NewContent { get; init; }
}
