using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A copy of the status of a message that another app sent, while that app has the conversation (Meta's "Standby"). It is not traffic of
/// this app.
/// </summary>
public sealed record StandbyStatus : FieldEvent
{
    /// <summary>An event to set up in a test.</summary>
    public StandbyStatus()
    {
    }

    internal StandbyStatus(in EventSource source, MessageStatus status)
        : base(source)
    {
        User = status.User;
        ConversationKey = status.ConversationKey;
        MessageId = status.MessageId;
        Status = status;
    }

    /// <summary>The id of the message (<c>wamid.…</c>).</summary>
    public string? MessageId { get; init; }

    /// <summary>The status; it comes to no handler by itself.</summary>
    public MessageStatus? Status { get; init; }
}
