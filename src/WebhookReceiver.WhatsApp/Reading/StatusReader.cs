using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Statuses;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>Reads an element of <c>statuses[]</c> into a <see cref="MessageStatus"/>.</summary>
internal static class StatusReader
{
    public static EventReader Reader { get; } = static (change, item) => Read(change, item);

    public static MessageStatus Read(ChangeSource change, WireValue item)
    {
        var id = item["id"u8].Name;
        var state = item["status"u8] is { IsString: true, Name: { } word } ? DeliveryState.Of(word) : DeliveryState.Unknown;
        var isGroup = string.Equals(item["recipient_type"u8].Name, "group", StringComparison.OrdinalIgnoreCase);
        var groupId = item["group_id"u8].Name ?? (isGroup ? item["recipient_id"u8].Name : null);
        var ids = isGroup ? ParticipantOf(item) : RecipientOf(item);
        var source = EventSourceOf(change, item, id, state, groupId, ids);

        return new MessageStatus(new StatusSource(source, id, state, change.Contacts.Find(ids), groupId));
    }

    private static EventSource EventSourceOf(ChangeSource change, WireValue item, string? id, DeliveryState state, string? groupId, UserIds ids)
    {
        if (id is null)
        {
            return change.SourceWithoutId(item, "status", Reader);
        }

        var identity = new EventIdentity(stackalloc byte[320], "status");
        identity.Add(change.PhoneNumberId);
        identity.Add(id);
        identity.Add(state.Text.ToLowerInvariant());
        identity.Add(groupId);
        identity.Add(UserIds.Digits(ids.Phone) ?? ids.UserId ?? ids.ParentUserId);

        if (string.Equals(item["type"u8].Name, "payment", StringComparison.OrdinalIgnoreCase))
        {
            // One order can be paid in several attempts, each of which passes through the same states.
            identity.Add(item["timestamp"u8].Name);
            identity.Add(item["payment"u8]["transaction"u8]["id"u8].Name);
        }

        return change.Source(item, identity.ToKey(), Reader);
    }

    private static UserIds RecipientOf(WireValue item) => new(
        item["recipient_id"u8].Name ?? item["message"u8]["recipient_id"u8].Name?.TrimStart('+'),
        item["recipient_user_id"u8].Name ?? item["business_scoped_user_id"u8].Name,
        item["recipient_parent_user_id"u8].Name ?? item["parent_recipient_user_id"u8].Name);

    private static UserIds ParticipantOf(WireValue item) => new(
        item["recipient_participant_id"u8].Name ?? item["participant_recipient_id"u8].Name,
        item["recipient_participant_user_id"u8].Name,
        item["recipient_participant_parent_user_id"u8].Name);
}
