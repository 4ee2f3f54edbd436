using WebhookReceiver.WhatsApp.Statuses;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// How a message that the business sent is doing (<c>spec/messages.md</c> section 9). Statuses come in any order, repeatedly, and some
/// not at all. <see cref="WhatsAppEvent.User"/> is the recipient; for a group, the member concerned.
/// </summary>
public sealed record MessageStatus : WhatsAppEvent
{
    /// <summary>A status to set up in a test.</summary>
    public MessageStatus()
    {
    }

    internal MessageStatus(in StatusSource source)
        : base(source.Event)
    {
        var item = source.Event.Item;

        MessageId = source.Id;
        State = source.State;
        User = source.User;
        RecipientType = item["recipient_type"u8].Name;
        GroupId = source.GroupId;
        ConversationKey = Conversations.Key(PhoneNumberId, GroupId, User);
        OpaqueCallbackData = item["biz_opaque_callback_data"u8].Text;
        Conversation = StatusConversation.Read(item["conversation"u8]);
        Pricing = Pricing.Read(item["pricing"u8]) ?? Pricing.Read(item["conversation"u8]["pricing"u8]);
        Errors = WhatsAppError.ReadList(item["errors"u8]);
    }

    /// <inheritdoc/>
    public override string Type => $"status.{State.Text}";

    /// <summary>The id of the message that was sent, as the send call answered it.</summary>
    public string? MessageId { get; init; }

    /// <summary>How far it has come.</summary>
    public DeliveryState State { get; init; } = DeliveryState.Unknown;

    /// <summary><c>group</c> for a group; missing otherwise.</summary>
    public string? RecipientType { get; init; }

    /// <summary>The group to which it was sent, or null.</summary>
    public string? GroupId { get; init; }

    /// <summary>The text that the business gave when sending, up to 512 characters, on every status of the message.</summary>
    public string? OpaqueCallbackData { get; init; }

    /// <summary>The window in which it was charged; left out of most statuses since 2025.</summary>
    public StatusConversation? Conversation { get; init; }

    /// <summary>What it costs; on the first statuses of a message only.</summary>
    public Pricing? Pricing { get; init; }

    /// <summary>Why it failed. May be empty for a failure, and may be there without one.</summary>
    public IReadOnlyList<WhatsAppError> Errors { get; init; } = [];
}
