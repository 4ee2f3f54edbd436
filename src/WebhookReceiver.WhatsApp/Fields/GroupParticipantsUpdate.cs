using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// People joined a group, left it, or asked to join (Meta's "Webhooks for Groups"): <see cref="GroupEvent.Event"/> is <c>group_participants_add</c>,
/// <c>group_participants_remove</c>, <c>group_join_request_created</c> or <c>group_join_request_revoked</c>. <see cref="WhatsAppEvent.User"/> is the person who
/// asked to join, and null otherwise.
/// </summary>
public sealed record GroupParticipantsUpdate : GroupEvent
{
    /// <summary>Creates an event for a test.</summary>
    public GroupParticipantsUpdate()
    {
    }

    internal GroupParticipantsUpdate(in EventSource source, GroupParticipant asking)
        : base(source, asking.User)
    {
        var item = source.Item;

        Input = asking.Input;
        Reason = item["reason"u8].Name;
        InitiatedBy = item["initiated_by"u8].Name;
        JoinRequestId = item["join_request_id"u8].Name;
        AddedParticipants = item["added_participants"u8].Items.Read(GroupParticipant.Read);
        RemovedParticipants = item["removed_participants"u8].Items.Read(GroupParticipant.Read);
        FailedParticipants = item["failed_participants"u8].Items.Read(GroupParticipant.Read);
    }

    /// <summary>How people were added: <c>invite_link</c>; the list is open.</summary>
    public string? Reason { get; init; }

    /// <summary>Who removed them: <c>business</c>, or <c>participant</c> for people who left; the list is open.</summary>
    public string? InitiatedBy { get; init; }

    /// <summary>The id of the join request.</summary>
    public string? JoinRequestId { get; init; }

    /// <summary>The person who asked to join, as named in the API call.</summary>
    public string? Input { get; init; }

    /// <summary>The people who were added.</summary>
    public IReadOnlyList<GroupParticipant> AddedParticipants { get; init; } = [];

    /// <summary>The people who were removed.</summary>
    public IReadOnlyList<GroupParticipant> RemovedParticipants { get; init; } = [];

    /// <summary>The people for whom the request failed, with the reasons.</summary>
    public IReadOnlyList<GroupParticipant> FailedParticipants { get; init; } = [];
}
