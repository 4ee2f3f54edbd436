using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A copy of the status of a message sent by another app while that app controls the conversation (Meta's "Standby"). It is not traffic of
/// this app.
/// </summary>
public sealed record StandbyStatus : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
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

    /// <summary>The status; it is not passed to handlers separately.</summary>
    public MessageStatus? Status { get; init; }
}
