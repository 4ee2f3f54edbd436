using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A message that a person sent to the business (Meta's "messages webhook reference"). A handler of this type receives every message,
/// including types that Meta invents later; echoes, standby copies and history are never among them.
/// </summary>
public abstract record InboundMessage : WhatsAppEvent
{
    /// <summary>Creates an empty message for a test.</summary>
    protected InboundMessage()
    {
    }

    private protected InboundMessage(in MessageSource source)
        : base(source.Event)
    {
        var item = source.Event.Item;

        MessageId = source.Id;
        GroupId = item["group_id"u8].Name;
        Context = MessageContext.Read(item["context"u8]);
        Referral = Referral.Read(item["referral"u8]);
        Identity = UserIdentity.Read(item["identity"u8]);
        Errors = WhatsAppError.ReadList(item["errors"u8]);
        LogicalId = item["from_logical_id"u8].Name;
        ConversationContext = source.Event.Change.Recap;
        User = source.User;
        ConversationKey = GroupId is null ? source.Event.Change.ConversationWith(User) : Conversations.Key(PhoneNumberId, GroupId, User);
    }

    /// <inheritdoc/>
    public override string Type => $"message.{MessageType}";

    /// <summary>Meta's word for the type of message: <c>text</c>, <c>image</c>, …</summary>
    public abstract string MessageType { get; }

    /// <summary>The id of the message (<c>wamid.…</c>), to reply to it or mark it as read. Opaque, up to several hundred characters.</summary>
    public string? MessageId { get; init; }

    /// <summary>The group in which it was written, or null in a one-to-one chat. <see cref="WhatsAppEvent.User"/> is the participant who wrote it.</summary>
    public string? GroupId { get; init; }

    /// <summary>What it replies to, whether it was forwarded, which product it asks about.</summary>
    public MessageContext? Context { get; init; }

    /// <summary>The ad or post that led the person to the chat.</summary>
    public Referral? Referral { get; init; }

    /// <summary>The identity check, if enabled for the number.</summary>
    public UserIdentity? Identity { get; init; }

    /// <summary>Why content is missing. Usually empty.</summary>
    public IReadOnlyList<WhatsAppError> Errors { get; init; } = [];

    /// <summary>An id of the sender that Meta sometimes sends and does not explain (<c>from_logical_id</c>); do not rely on it.</summary>
    public string? LogicalId { get; init; }

    /// <summary>A machine-written summary of the conversation so far, when Meta hands the conversation over. It is next to the message, not in its raw JSON.</summary>
    public ConversationRecap? ConversationContext { get; init; }
}
