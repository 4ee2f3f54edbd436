using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>A person in an update of a group's participants (Meta's "Webhooks for Groups").</summary>
public sealed record GroupParticipant
{
    /// <summary>The person, as far as WhatsApp identifies them; null when only <see cref="Input"/> is known.</summary>
    public WhatsAppUser? User { get; init; }

    /// <summary>The identifier used in the API call.</summary>
    public string? Input { get; init; }

    /// <summary>Why the request failed for this person.</summary>
    public IReadOnlyList<WhatsAppError> Errors { get; init; } = [];

    /// <summary>Reveals nothing of the person, so that a participant in a log line identifies nobody.</summary>
    public override string ToString() => nameof(GroupParticipant);

    internal static GroupParticipant? Read(WireValue participant) => !participant.IsObject ? null : Of(participant) with
    {
        Errors = WhatsAppError.ReadList(participant["errors"u8]),
    };

    /// <summary>Reads only the identity: in a join request, the errors next to these members belong to the whole event.</summary>
    internal static GroupParticipant Of(WireValue participant) => new()
    {
        User = NamedUser.Of(
            new UserIds(participant["wa_id"u8].Name, participant["user_id"u8].Name, participant["parent_user_id"u8].Name),
            participant["username"u8].Name),
        Input = participant["input"u8].Name,
    };
}
