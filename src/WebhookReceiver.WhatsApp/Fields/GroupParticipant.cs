using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>A person in an update of the participants of a group (Meta's "Webhooks for Groups").</summary>
public sealed record GroupParticipant
{
    /// <summary>The person, as far as WhatsApp says; null when only <see cref="Input"/> is known.</summary>
    public WhatsAppUser? User { get; init; }

    /// <summary>What the API call named.</summary>
    public string? Input { get; init; }

    /// <summary>Why the request failed for this person.</summary>
    public IReadOnlyList<WhatsAppError> Errors { get; init; } = [];

    /// <summary>Nothing of the person, so that a participant in a log line gives nobody away.</summary>
    public override string ToString() => nameof(GroupParticipant);

    internal static GroupParticipant? Read(WireValue participant) => !participant.IsObject ? null : Of(participant) with
    {
        Errors = WhatsAppError.ReadList(participant["errors"u8]),
    };

    /// <summary>Only who it is: in a request to join, the errors beside these members are those of the whole event.</summary>
    internal static GroupParticipant Of(WireValue participant) => new()
    {
        User = NamedUser.Of(
            new UserIds(participant["wa_id"u8].Name, participant["user_id"u8].Name, participant["parent_user_id"u8].Name),
            participant["username"u8].Name),
        Input = participant["input"u8].Name,
    };
}
