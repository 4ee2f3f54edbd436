using WebhookReceiver.WhatsApp.Statuses;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The progress of a message that the business sent (Meta's "Status messages webhook reference"). Statuses arrive in any order, repeatedly, and some
/// not at all. <see cref="WhatsAppEvent.User"/> is the recipient; for a group, the member concerned.
/// </summary>
public sealed record MessageStatus : WhatsAppEvent
{
    /// <summary>Creates a status for a test.</summary>
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
        StatusType = item["type"u8].Name;
        Payment = PaymentStatus.Read(item["payment"u8]);
        TemplateId = item["template_id"u8].Name;
        IdentityKeyHash = item["recipient_identity_key_hash"u8].Name;
        AddressedTo = item["message"u8]["recipient_id"u8].Name;
    }

    /// <inheritdoc/>
    public override string Type => $"status.{State.Text}";

    /// <summary>The id of the sent message, as returned by the send call.</summary>
    public string? MessageId { get; init; }

    /// <summary>How far the message has progressed.</summary>
    public DeliveryState State { get; init; } = DeliveryState.Unknown;

    /// <summary><c>group</c> for a group; missing otherwise.</summary>
    public string? RecipientType { get; init; }

    /// <summary>The group to which it was sent, or null.</summary>
    public string? GroupId { get; init; }

    /// <summary>The text that the business supplied when sending, up to 512 characters, on every status of the message.</summary>
    public string? OpaqueCallbackData { get; init; }

    /// <summary>The conversation window in which it was charged; omitted from most statuses since 2025.</summary>
    public StatusConversation? Conversation { get; init; }

    /// <summary>The price; only on the first statuses of a message.</summary>
    public Pricing? Pricing { get; init; }

    /// <summary>Why it failed. May be empty for a failure, and may be present without one.</summary>
    public IReadOnlyList<WhatsAppError> Errors { get; init; } = [];

    /// <summary><c>payment</c> for a payment, <c>message</c> in older notifications; missing otherwise. The list is open.</summary>
    public string? StatusType { get; init; }

    /// <summary>The state of the payment, if this is a payment status.</summary>
    public PaymentStatus? Payment { get; init; }

    /// <summary>The template that was used; Direct Send only.</summary>
    public string? TemplateId { get; init; }

    /// <summary>The hash of the recipient's identity key, if the identity-change check is enabled for the number.</summary>
    public string? IdentityKeyHash { get; init; }

    /// <summary>The recipient as the business addressed it, including the plus sign (<c>message.recipient_id</c>); only in older notifications.</summary>
    public string? AddressedTo { get; init; }

    internal bool IsPayment => Payment is not null || string.Equals(StatusType, "payment", StringComparison.OrdinalIgnoreCase);
}
