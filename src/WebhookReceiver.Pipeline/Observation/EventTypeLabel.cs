using System.Collections.Frozen;
using WebhookReceiver.WhatsApp;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.Observation;

/// <summary>
/// The label of an event's type in metrics: the type as in the event log if the vocabulary knows it, otherwise <c>other</c>. A new word of Meta's, or one that somebody made up, makes no series of its own.
/// </summary>
internal static class EventTypeLabel
{
    private const string Other = "other";
    private const string Error = "error";
    private const string Unreadable = "unreadable";
    private const string Partner = "partner";

    private static readonly FrozenDictionary<string, string> Messages = Labels("message.", MessageTypes.All);

    // Besides those that have a place in a message's progress: statuses of payments, and words of older notifications (Specification/messages.md, section 9.2).
    private static readonly FrozenDictionary<string, string> Statuses =
        Labels("status.", [.. DeliveryState.All.Select(static state => state.Text), "deleted", "warning", "pending", "captured"]);

    private static readonly FrozenDictionary<string, string> UserActions = Labels("user_action.", ["marketing_messages_link_click", "landing_page_view"]);

    private static readonly FrozenDictionary<string, string> Fields = Labels(string.Empty, WhatsApp.Reading.Fields.All);

    public static string Of(WhatsAppEvent? message) => message switch
    {
        UnknownMessage or UnknownChange => Other,
        InboundMessage inbound => Find(Messages, inbound.MessageType),
        MessageStatus status => Find(Statuses, status.State.Text),
        FieldEvent { Field: { } field } => Find(Fields, field),
        UserAction action => Find(UserActions, action.ActionType),
        ReceivedError => Error,
        UnreadableDelivery => Unreadable,
        PartnerEvent => Partner,
        _ => Other,
    };

    private static string Find(FrozenDictionary<string, string> labels, string word) => labels.TryGetValue(word, out var label) ? label : Other;

    private static FrozenDictionary<string, string> Labels(string prefix, IEnumerable<string> words) =>
        words.ToFrozenDictionary(static word => word, word => prefix + word, StringComparer.OrdinalIgnoreCase);
}
