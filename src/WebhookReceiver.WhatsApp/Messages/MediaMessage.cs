using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Messages;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A message with a file. Fetch the file from Meta with <see cref="MediaId"/> within 7 days
/// (Meta's webhook references of media messages).
/// </summary>
public abstract record MediaMessage : InboundMessage
{
    /// <summary>Creates an empty message for a test.</summary>
    protected MediaMessage()
    {
    }

    private protected MediaMessage(in MessageSource source, WireValue media)
        : base(source)
    {
        MediaId = media["id"u8].Name;
        MimeType = media["mime_type"u8].Name;
        Sha256 = media["sha256"u8].Name;
        Caption = media["caption"u8].Text;
        Url = media["url"u8].Name;
        FileName = media["filename"u8].Text;
        LocalPath = media["file"u8].Text;
        Link = media["link"u8].Name;
    }

    /// <summary>The id to exchange for a download URL.</summary>
    public string? MediaId { get; init; }

    /// <summary>The media type of the file. It may have parameters: compare only the part before the semicolon.</summary>
    public string? MimeType { get; init; }

    /// <summary>The SHA-256 of the file: usually base64, hexadecimal in older notifications.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The caption that the person wrote.</summary>
    public string? Caption { get; init; }

    /// <summary>A direct download URL: requires the access token, and is valid for about five minutes.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// The name on the person's device, for documents. Never use it as a path: it may contain separators, reserved names and any other characters.
    /// </summary>
    public string? FileName { get; init; }

    /// <summary>The path of the file on the host of an On-Premises client (<c>file</c>, Meta's "Webhooks for the On-Premises API"). Never open it.</summary>
    public string? LocalPath { get; init; }

    /// <summary>A URL of the file; On-Premises only. Untrusted text: do not fetch it.</summary>
    public string? Link { get; init; }
}

/// <summary>A picture (Meta's "Image messages webhook reference").</summary>
public sealed record ImageMessage : MediaMessage
{
    /// <summary>Creates a message for a test.</summary>
    public ImageMessage()
    {
    }

    internal ImageMessage(in MessageSource source)
        : base(source, source.Event.Item["image"u8])
    {
    }

    /// <inheritdoc/>
    public override string MessageType => "image";
}

/// <summary>A video (Meta's "Video messages webhook reference").</summary>
public sealed record VideoMessage : MediaMessage
{
    /// <summary>Creates a message for a test.</summary>
    public VideoMessage()
    {
    }

    internal VideoMessage(in MessageSource source)
        : base(source, source.Event.Item["video"u8])
    {
    }

    /// <inheritdoc/>
    public override string MessageType => "video";
}

/// <summary>A voice note or an audio file (Meta's "Audio messages webhook reference").</summary>
public sealed record AudioMessage : MediaMessage
{
    private const string Word = "audio";

    /// <summary>Creates a message for a test.</summary>
    public AudioMessage()
    {
    }

    internal AudioMessage(in MessageSource source)
        : base(source, source.Event.Item["audio"u8])
    {
        IsVoice = source.Event.Item["audio"u8]["voice"u8].Boolean ?? false;
    }

    private AudioMessage(in MessageSource source, WireValue voice)
        : base(source, voice)
    {
        MessageType = source.Event.Change.IsFlat ? Word : "voice";
        IsVoice = true;
    }

    /// <summary><c>audio</c>; in Meta's envelope also the older word <c>voice</c>, if that was sent.</summary>
    public override string MessageType { get; } = Word;

    /// <summary>Whether it was recorded in the chat, as opposed to a file that was sent.</summary>
    public bool IsVoice { get; init; }

    /// <summary>A voice note, for which On-Premises has a separate type (<c>Specification/legacy.md</c>, section 3).</summary>
    internal static AudioMessage OfVoice(in MessageSource source) => new(source, source.Event.Item["voice"u8]);
}

/// <summary>A document (Meta's "Document messages webhook reference").</summary>
public sealed record DocumentMessage : MediaMessage
{
    /// <summary>Creates a message for a test.</summary>
    public DocumentMessage()
    {
    }

    internal DocumentMessage(in MessageSource source)
        : base(source, source.Event.Item["document"u8])
    {
    }

    /// <inheritdoc/>
    public override string MessageType => "document";
}
