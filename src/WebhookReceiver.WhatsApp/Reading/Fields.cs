using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Hands the value of a change to the reader of its webhook field (<c>spec/fields.md</c> section 4).</summary>
internal static class Fields
{
    public static void Read(ChangeSource change, WireValue value, List<WhatsAppEvent> events)
    {
        if (value.IsObject && (IsMessages(change.Field) || (change.Field is null && LooksLikeMessages(value))))
        {
            MessagesField.Read(change, value, events);
        }
        else if (!(IsMessages(change.Field) && value.IsMissing))
        {
            events.Add(new UnknownChange(Whole(change, value), change.Field ?? UnknownChange.UnknownField));
        }
    }

    /// <summary>A change as one event. Its identity is account, field, time and text: Meta gives such changes no id.</summary>
    public static EventSource Whole(ChangeSource change, WireValue value)
    {
        var identity = new EventIdentity(stackalloc byte[256], "change");
        identity.Add(change.Account);
        identity.Add(change.Field);
        identity.AddNumber(change.SentAt?.ToUnixTimeMilliseconds() ?? -1);
        identity.AddRaw(value.Raw);
        return change.Source(value, change.Body.Number(identity.ToKey()));
    }

    private static bool IsMessages(string? field) => string.Equals(field, "messages", StringComparison.OrdinalIgnoreCase);

    private static bool LooksLikeMessages(WireValue value) => value["messages"u8].IsArray || value["statuses"u8].IsArray;
}
