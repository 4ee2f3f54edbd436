using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The person allowed or refused calls from the business, or allowed them by calling it (Meta's "Obtain user call permissions").
/// <see cref="InboundMessage.Context"/> may name a call instead of a message.
/// </summary>
public sealed record CallPermissionReply : InteractiveMessage
{
    /// <summary>Creates a message for a test.</summary>
    public CallPermissionReply()
    {
    }

    internal CallPermissionReply(in MessageSource source)
        : base(source)
    {
        var reply = source.Event.Item["interactive"u8]["call_permission_reply"u8];

        Response = reply["response"u8].Name;
        IsPermanent = reply["is_permanent"u8].Boolean;
        ExpiresAt = reply["expiration_timestamp"u8].Time;
        ResponseSource = reply["response_source"u8].Name;
    }

    /// <summary><c>accept</c> or <c>reject</c>; the list is open, so treat only <c>accept</c> as permission.</summary>
    public string? Response { get; init; }

    /// <summary>Whether the permission is permanent; missing in older notifications.</summary>
    public bool? IsPermanent { get; init; }

    /// <summary>When a temporary permission ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary><c>user_action</c>, or <c>automatic</c> when the person gave it by calling the business.</summary>
    public string? ResponseSource { get; init; }
}
