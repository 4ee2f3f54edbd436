using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>The four fields of groups: an event per element of <c>groups[]</c> (<c>Specification/fields.md</c>, sections 6.5 to 6.8).</summary>
internal static class GroupFields
{
    private static readonly EventReader Lifecycle = static (change, item) =>
        new GroupLifecycleUpdate(Source(change, item, "group_lifecycle", Lifecycle!));

    private static readonly EventReader Participants = static (change, item) =>
        new GroupParticipantsUpdate(Source(change, item, "group_participants", Participants!), GroupParticipant.Of(item));

    private static readonly EventReader Settings = static (change, item) =>
        new GroupSettingsUpdate(Source(change, item, "group_settings", Settings!));

    private static readonly EventReader Status = static (change, item) =>
        new GroupStatusUpdate(Source(change, item, "group_status", Status!));

    public static Field LifecycleField { get; } = Of(Lifecycle);

    public static Field ParticipantsField { get; } = Of(Participants);

    public static Field SettingsField { get; } = Of(Settings);

    public static Field StatusField { get; } = Of(Status);

    private static Field Of(EventReader read) => new(new ItemList("groups"u8, read));

    /// <summary>An element is identified by the request that caused it, or else by group and time; what happened, and to whom, is always part of the identity.</summary>
    private static EventSource Source(ChangeSource change, WireValue item, string kind, EventReader reader)
    {
        var request = item["request_id"u8].Name;
        var group = item["group_id"u8].Name;

        if (request is null && group is null)
        {
            return change.SourceWithoutId(item, kind, reader);
        }

        var identity = new EventIdentity(stackalloc byte[512], kind);
        identity.Add(change.PhoneNumberId);
        identity.Add(request);
        identity.Add(request is null ? group : null);
        identity.Add(item["type"u8].Name?.ToLowerInvariant());
        identity.Add(request is null ? item["timestamp"u8].Name : null);
        identity.Add(item["join_request_id"u8].Name);
        identity.Add(IdOf(item));
        AddMembers(ref identity, item["added_participants"u8]);
        AddMembers(ref identity, item["removed_participants"u8]);
        AddMembers(ref identity, item["failed_participants"u8]);
        return change.Source(item, identity.ToKey(), reader);
    }

    /// <summary>Each list ends with a marker, so that an added person differs from a removed one.</summary>
    private static void AddMembers(ref EventIdentity identity, WireValue participants)
    {
        foreach (var participant in participants.Items)
        {
            identity.Add(IdOf(participant));
        }

        identity.Add(string.Empty);
    }

    private static string? IdOf(WireValue person) =>
        person["user_id"u8].Name ?? UserIds.Digits(person["wa_id"u8].Name) ?? person["parent_user_id"u8].Name ?? person["input"u8].Name;
}
