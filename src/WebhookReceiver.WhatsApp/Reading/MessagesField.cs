using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>
/// The value of the field <c>messages</c>: every element of every list in it becomes an event, in the order in which they stand in the body.
/// The lists are not exclusive (<c>spec/messages.md</c> section 1).
/// </summary>
internal static class MessagesField
{
    public static void Read(ChangeSource change, WireValue value, List<WhatsAppEvent> events)
    {
        var contacts = new ContactBook(value["contacts"u8], IsOneItem(value["messages"u8].Items, value["statuses"u8].Items));

        foreach (var member in value.Members)
        {
            if (member.Is("messages"u8))
            {
                ReadMessages(change, member.Value, contacts, events);
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

    private static void ReadMessages(ChangeSource change, WireValue messages, ContactBook contacts, List<WhatsAppEvent> events)
    {
        foreach (var item in messages.Items)
        {
            events.Add(MessageReader.Read(change, item, contacts));
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
            var type = item["action_type"u8] is { IsString: true, Name: { } name } ? name : FieldEvent.UnknownField;
            events.Add(new UnknownChange(change.SourceWithoutId(item, "user_action"), $"user_action.{type}"));
        }
    }

    /// <summary>Whether messages and statuses together are one: then the only contact can only be of that one.</summary>
    private static bool IsOneItem(WireItems messages, WireItems statuses) =>
        messages.IsSingle ? statuses.IsEmpty : messages.IsEmpty && statuses.IsSingle;
}
