using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The value of the field <c>messages</c>: every element of every list in it becomes an event, in the order in which they stand in the body.
/// The lists are not exclusive (<c>spec/messages.md</c> section 1).
/// </summary>
internal static class MessagesField
{
    public static void Read(ChangeSource change, WireValue value, List<WhatsAppEvent> events) => Read(change, value, events, isFlat: false);

    /// <summary>The same lists without Meta's envelope around them (<c>spec/legacy.md</c> section 2).</summary>
    public static void ReadFlat(ChangeSource change, WireValue value, List<WhatsAppEvent> events) => Read(change, value, events, isFlat: true);

    private static void Read(ChangeSource change, WireValue value, List<WhatsAppEvent> events, bool isFlat)
    {
        var contacts = new ContactBook(value["contacts"u8], IsOneItem(value["messages"u8].Items, value["statuses"u8].Items));
        var recap = ConversationRecap.Read(value["conversation_context"u8]);

        foreach (var member in value.Members)
        {
            if (member.Is("messages"u8))
            {
                foreach (var item in member.Value.Items)
                {
                    events.Add(MessageReader.Read(change, item, contacts, recap, isFlat));
                }
            }
            else if (member.Is("statuses"u8))
            {
                ReadStatuses(change, member.Value, contacts, events);
            }
            else if (member.Is("errors"u8))
            {
                ReadErrors(change, member.Value, events);
            }
            else if (member.Is("user_actions"u8))
            {
                ReadUserActions(change, member.Value, events);
            }
        }
    }

    private static void ReadStatuses(ChangeSource change, WireValue statuses, ContactBook contacts, List<WhatsAppEvent> events)
    {
        foreach (var item in statuses.Items)
        {
            events.Add(StatusReader.Read(change, item, contacts));
        }
    }

    private static void ReadErrors(ChangeSource change, WireValue errors, List<WhatsAppEvent> events)
    {
        foreach (var item in errors.Items)
        {
            events.Add(ErrorReader.Read(change, item));
        }
    }

    private static void ReadUserActions(ChangeSource change, WireValue actions, List<WhatsAppEvent> events)
    {
        foreach (var item in actions.Items)
        {
            events.Add(UserActionReader.Read(change, item));
        }
    }

    /// <summary>Whether messages and statuses together are one: then the only contact can only be of that one.</summary>
    private static bool IsOneItem(WireItems messages, WireItems statuses) =>
        messages.IsSingle ? statuses.IsEmpty : messages.IsEmpty && statuses.IsSingle;
}
