using WebhookReceiver.WhatsApp.Json;

namespace WebhookReceiver.WhatsApp;

/// <summary>One side's description of the media connection of a call (Meta's pages on the Calling API).</summary>
public sealed record CallSession
{
    /// <summary><c>offer</c> when the user called, <c>answer</c> when the business did.</summary>
    public string? SdpType { get; init; }

    /// <summary>The description, with its CRLF line ends: pass it on unaltered. It contains addresses and keys, so keep it out of logs.</summary>
    public string? Sdp { get; init; }

    /// <summary>Reveals nothing of the description, so that a session in a log line discloses no address or key.</summary>
    public override string ToString() => nameof(CallSession);

    internal static CallSession? Read(WireValue session) => !session.IsObject ? null : new()
    {
        SdpType = session["sdp_type"u8].Name,
        Sdp = session["sdp"u8].Text,
    };
}

/// <summary>The recording of a call (Meta's pages on the Calling API).</summary>
public sealed record CallRecording
{
    /// <summary><c>audio</c>; the list is open.</summary>
    public string? Type { get; init; }

    /// <summary>The audio file.</summary>
    public CallMedia? Audio { get; init; }

    internal static CallRecording? Read(WireValue recording) => !recording.IsObject ? null : new()
    {
        Type = recording["type"u8].Name,
        Audio = CallMedia.Read(recording["audio"u8]),
    };
}

/// <summary>A file produced by a call (Meta's pages on the Calling API).</summary>
public sealed record CallMedia
{
    /// <summary>The id to exchange for a download URL, for about 7 days.</summary>
    public string? MediaId { get; init; }

    /// <summary>The media type of the file.</summary>
    public string? MimeType { get; init; }

    /// <summary>The SHA-256 of the file.</summary>
    public string? Sha256 { get; init; }

    /// <summary>A direct download URL, valid for minutes.</summary>
    public string? Url { get; init; }

    internal static CallMedia? Read(WireValue media) => !media.IsObject ? null : new()
    {
        MediaId = media["id"u8].Name,
        MimeType = media["mime_type"u8].Name,
        Sha256 = media["sha256"u8].Name,
        Url = media["url"u8].Name,
    };
}
