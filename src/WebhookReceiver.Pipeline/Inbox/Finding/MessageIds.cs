using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Inbox;

/// <summary>The id that Meta gave to the message or call that an event is about: what a customer or Meta's support quotes.</summary>
internal static class MessageIds
{
    public static string? Of(WhatsAppEvent message) => message switch
    {
        InboundMessage inbound => inbound.MessageId,
        MessageStatus status => status.MessageId,
        MessageEcho echo => echo.MessageId,
        StandbyMessage standby => standby.MessageId,
        StandbyEcho echo => echo.MessageId,
        StandbyStatus status => status.MessageId,
        HistoryMedia media => media.MessageId,
        AutomaticEvent automatic => automatic.MessageId,
        Call call => call.CallId,
        CallStatus status => status.CallId,
        _ => null,
    };
}
