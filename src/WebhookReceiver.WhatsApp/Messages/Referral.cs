using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// The ad or post that led a person to the chat (<c>Specification/messages.md</c>, section 6). Its URLs are untrusted: do not fetch them.
/// </summary>
public sealed record Referral
{
    /// <summary>The URL of the ad or post; sometimes the only member.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>The id of the ad or post.</summary>
    public string? SourceId { get; init; }

    /// <summary><c>ad</c> or <c>post</c>; the list is open.</summary>
    public string? SourceType { get; init; }

    /// <summary>The headline.</summary>
    public string? Headline { get; init; }

    /// <summary>The main text.</summary>
    public string? Body { get; init; }

    /// <summary><c>image</c> or <c>video</c>; the list is open.</summary>
    public string? MediaType { get; init; }

    /// <summary>The picture.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>The video.</summary>
    public string? VideoUrl { get; init; }

    /// <summary>The video's preview picture.</summary>
    public string? ThumbnailUrl { get; init; }

    /// <summary>The click id for the Conversions API.</summary>
    public string? ClickId { get; init; }

    /// <summary>The greeting that the ad showed.</summary>
    public string? WelcomeMessage { get; init; }

    /// <summary>The reference of the welcome message sequence.</summary>
    public string? Reference { get; init; }

    /// <summary>The picture as a file; On-Premises only (Meta's "Webhooks for the On-Premises API").</summary>
    public ReferralMedia? Image { get; init; }

    /// <summary>The video as a file; On-Premises only.</summary>
    public ReferralMedia? Video { get; init; }

    internal static Referral? Read(WireValue referral) => !referral.IsObject ? null : new()
    {
        SourceUrl = referral["source_url"u8].Name,
        SourceId = referral["source_id"u8].Name,
        SourceType = referral["source_type"u8].Name,
        Headline = referral["headline"u8].Text,
        Body = referral["body"u8].Text,
        MediaType = referral["media_type"u8].Name,
        ImageUrl = referral["image_url"u8].Name,
        VideoUrl = referral["video_url"u8].Name,
        ThumbnailUrl = referral["thumbnail_url"u8].Name,
        ClickId = referral["ctwa_clid"u8].Name,
        WelcomeMessage = referral["welcome_message"u8]["text"u8].Text,
        Reference = referral["ref"u8].Name,
        Image = ReferralMedia.Read(referral["image"u8]),
        Video = ReferralMedia.Read(referral["video"u8]),
    };
}

/// <summary>A file of an ad or post. It has an id or a URL, seldom both.</summary>
public sealed record ReferralMedia
{
    /// <summary>The id, which is fetched like that of a <see cref="MediaMessage"/>.</summary>
    public string? MediaId { get; init; }

    /// <summary>The URL. Untrusted text: do not fetch it.</summary>
    public string? Link { get; init; }

    /// <summary>The media type of the file.</summary>
    public string? MimeType { get; init; }

    /// <summary>The SHA-256 of the file.</summary>
    public string? Sha256 { get; init; }

    internal static ReferralMedia? Read(WireValue media) => !media.IsObject ? null : new()
    {
        MediaId = media["id"u8].Name,
        Link = media["link"u8].Name,
        MimeType = media["mime_type"u8].Name,
        Sha256 = media["sha256"u8].Name,
    };
}
