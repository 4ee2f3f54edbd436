using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Operators;

/// <summary>Finds Meta's id of the message that an event is, or that it reports about.</summary>
internal static class MessageIds
{
    public static string? Of(WhatsAppEvent message) => message switch
    {
        InboundMessage inbound => inbound.MessageId,
        MessageStatus status => status.MessageId,
        MessageEcho echo => echo.MessageId,
        StandbyMessage standby => standby.MessageId,
        StandbyStatus standby => standby.MessageId,
        StandbyEcho standby => standby.MessageId,
        HistoryMedia media => media.MessageId,
        AutomaticEvent automatic => automatic.MessageId,
        _ => null,
    };
}
