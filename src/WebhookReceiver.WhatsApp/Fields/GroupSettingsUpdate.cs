using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>Subject, description or picture of a group were changed, each with a success of its own (Meta's "Webhooks for Groups").</summary>
public sealed record GroupSettingsUpdate : GroupEvent
{
    /// <summary>An event to set up in a test.</summary>
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

    /// <summary>The subject, if it was to be changed.</summary>
    public GroupText? Subject { get; init; }

    /// <summary>The description, if it was to be changed.</summary>
    public GroupText? Description { get; init; }

    /// <summary>The picture, if it was to be changed.</summary>
    public GroupPicture? ProfilePicture { get; init; }
}

/// <summary>A text of a group that was to be changed (Meta's "Webhooks for Groups").</summary>
public sealed record GroupText
{
    /// <summary>The new text.</summary>
    public string? Text { get; init; }

    /// <summary>Whether it was changed.</summary>
    public bool? IsUpdated { get; init; }

    /// <summary>Why it was not.</summary>
    public IReadOnlyList<WhatsAppError> Errors { get; init; } = [];

    internal static GroupText? Read(WireValue setting) => !setting.IsObject ? null : new()
    {
        Text = setting["text"u8].Text,
        IsUpdated = setting["update_successful"u8].Boolean,
        Errors = WhatsAppError.ReadList(setting["errors"u8]),
    };
}

/// <summary>A picture of a group that was to be changed (Meta's "Webhooks for Groups").</summary>
public sealed record GroupPicture
{
    /// <summary>The type of the file.</summary>
    public string? MimeType { get; init; }

    /// <summary>The SHA-256 of the file.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether it was changed.</summary>
    public bool? IsUpdated { get; init; }

    /// <summary>Why it was not.</summary>
    public IReadOnlyList<WhatsAppError> Errors { get; init; } = [];

    internal static GroupPicture? Read(WireValue setting) => !setting.IsObject ? null : new()
    {
        MimeType = setting["mime_type"u8].Name,
        Sha256 = setting["sha256"u8].Name,
        IsUpdated = setting["update_successful"u8].Boolean,
        Errors = WhatsAppError.ReadList(setting["errors"u8]),
    };
}
