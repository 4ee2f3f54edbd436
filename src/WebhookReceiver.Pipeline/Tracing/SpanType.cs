using WebhookReceiver.WhatsApp;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.Tracing;

/// <summary>
/// The type of an event for span names and attributes: its type where this version knows each word in it, otherwise <c>other</c> in place of what it does not know. So there are few names, and none has a word from outside.
/// </summary>
internal static class SpanType
{
    private const string Other = "other";

    public static string Of(WhatsAppEvent message) => message switch
    {
        InboundMessage inbound => MessageTypes.Find(inbound.MessageType) is null ? $"message.{Other}" : inbound.Type.ToLowerInvariant(),
        MessageStatus { State: var state } => state.Rank is not null || state == DeliveryState.Failed ? message.Type.ToLowerInvariant() : $"status.{Other}",
        UserAction => "user_action",
        PartnerEvent => "partner",
        FieldEvent field => field is not UnknownChange && Fields.IsKnown(field.Field) ? field.Type.ToLowerInvariant() : Other,
        ReceivedError or UnreadableDelivery => message.Type,
        _ => Other,
    };
}
