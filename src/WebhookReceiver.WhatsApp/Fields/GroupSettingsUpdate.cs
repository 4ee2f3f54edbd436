using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>A group's subject, description or picture was changed, each of which succeeds or fails separately (Meta's "Webhooks for Groups").</summary>
public sealed record GroupSettingsUpdate : GroupEvent
{
    /// <summary>Creates an event for a test.</summary>
    public GroupSettingsUpdate()
    {
    }

    internal GroupSettingsUpdate(in EventSource source)
        : base(source)
    {
        Subject = GroupText.Read(source.Item["group_subject"u8]);
        Description = GroupText.Read(source.Item["group_description"u8]);
        ProfilePicture = GroupPicture.Read(source.Item["profile_picture"u8]);
    }

    /// <summary>The subject, if a change was requested.</summary>
    public GroupText? Subject { get; init; }

    /// <summary>The description, if a change was requested.</summary>
    public GroupText? Description { get; init; }

    /// <summary>The picture, if a change was requested.</summary>
    public GroupPicture? ProfilePicture { get; init; }
}

/// <summary>A requested change to a text of a group (Meta's "Webhooks for Groups").</summary>
public sealed record GroupText
{
    /// <summary>The new text.</summary>
    public string? Text { get; init; }

    /// <summary>Whether it was changed.</summary>
    public bool? IsUpdated { get; init; }

    /// <summary>Why the change failed.</summary>
    public IReadOnlyList<WhatsAppError> Errors { get; init; } = [];

    internal static GroupText? Read(WireValue setting) => !setting.IsObject ? null : new()
    {
        Text = setting["text"u8].Text,
        IsUpdated = setting["update_successful"u8].Boolean,
        Errors = WhatsAppError.ReadList(setting["errors"u8]),
    };
}

/// <summary>A requested change to the picture of a group (Meta's "Webhooks for Groups").</summary>
public sealed record GroupPicture
{
    /// <summary>The media type of the file.</summary>
    public string? MimeType { get; init; }

    /// <summary>The SHA-256 of the file.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether it was changed.</summary>
    public bool? IsUpdated { get; init; }

    /// <summary>Why the change failed.</summary>
    public IReadOnlyList<WhatsAppError> Errors { get; init; } = [];

    internal static GroupPicture? Read(WireValue setting) => !setting.IsObject ? null : new()
    {
        MimeType = setting["mime_type"u8].Name,
        Sha256 = setting["sha256"u8].Name,
        IsUpdated = setting["update_successful"u8].Boolean,
        Errors = WhatsAppError.ReadList(setting["errors"u8]),
    };
}
