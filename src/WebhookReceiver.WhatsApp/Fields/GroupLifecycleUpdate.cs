using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A group was created or deleted, or the attempt failed (Meta's "Webhooks for Groups"): <see cref="GroupEvent.Event"/> is <c>group_create</c> or
/// <c>group_delete</c>.
/// </summary>
public sealed record GroupLifecycleUpdate : GroupEvent
{
    /// <summary>Creates an event for a test.</summary>
    public GroupLifecycleUpdate()
    {
    }

    internal GroupLifecycleUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        Subject = item["subject"u8].Text;
        Description = item["description"u8].Text;
        InviteLink = item["invite_link"u8].Name;
        JoinApprovalMode = item["join_approval_mode"u8].Name;
        AddedParticipants = item["added_participants"u8].Items.Read(GroupParticipant.Read);
    }

    /// <summary>The subject of the created group.</summary>
    public string? Subject { get; init; }

    /// <summary>The description of the created group.</summary>
    public string? Description { get; init; }

    /// <summary>The invite link, once the group exists.</summary>
    public string? InviteLink { get; init; }

    /// <summary><c>auto_approve</c>, <c>approval_required</c>; the list is open.</summary>
    public string? JoinApprovalMode { get; init; }

    /// <summary>The people with whom the group was created; not documented by Meta.</summary>
    public IReadOnlyList<GroupParticipant> AddedParticipants { get; init; } = [];
}
