using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// Something happened in a call (Meta's pages on the Calling API). A user waits 30 to 60 seconds for an answer, so check
/// <see cref="WhatsAppEvent.OccurredAt"/> before acting. <see cref="WhatsAppEvent.User"/> is the user's side of the call, regardless of who placed it.
/// </summary>
public sealed record Call : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public Call()
    {
    }

    internal Call(in EventSource source, WhatsAppUser? user)
        : base(source)
    {
        var item = source.Item;

        User = user;
        ConversationKey = Conversations.Key(PhoneNumberId, groupId: null, user);
        CallId = item["id"u8].Name;
        Event = item["event"u8].Name;
        Direction = item["direction"u8].Name;
        From = item["from"u8].Name;
        To = item["to"u8].Name;
        Session = CallSession.Read(item["session"u8]);
        Connection = item["connection"u8].Json;
        Status = item["status"u8].Name;
        StartedAt = item["start_time"u8].Time;
        EndedAt = item["end_time"u8].Time;
        DurationSeconds = item["duration"u8].Integer;
        OpaqueCallbackData = item["biz_opaque_callback_data"u8].Text;
        DeeplinkPayload = item["deeplink_payload"u8].Text;
        CtaPayload = item["cta_payload"u8].Text;
        Recording = CallRecording.Read(item["call_recording"u8]);
        Transcript = CallMedia.Read(item["call_transcript"u8]["document"u8]);
    }

    /// <summary>The id of the call (<c>wacid.…</c>), the same on all its events.</summary>
    public string? CallId { get; init; }

    /// <summary>
    /// <c>connect</c>, <c>terminate</c>, <c>call_created</c> (SIP), <c>call_recording_available</c>, <c>call_transcription_available</c>; the list
    /// is open.
    /// </summary>
    public string? Event { get; init; }

    /// <summary><c>USER_INITIATED</c>, <c>BUSINESS_INITIATED</c>; missing for recordings and transcripts.</summary>
    public string? Direction { get; init; }

    /// <summary>The number of one side. Meta's pages disagree on which side it is, so take the person from <see cref="WhatsAppEvent.User"/>.</summary>
    public string? From { get; init; }

    /// <summary>The number of the other side.</summary>
    public string? To { get; init; }

    /// <summary>The description of the media connection; with <c>connect</c>, and never with SIP.</summary>
    public CallSession? Session { get; init; }

    /// <summary>An older form of the session, as received. Do not rely on it.</summary>
    public ReadOnlyMemory<byte>? Connection { get; init; }

    /// <summary>How the call ended: <c>COMPLETED</c>, <c>FAILED</c>, in any letter case; with <c>terminate</c>. An accompanying <see cref="FieldError"/> gives the reason.</summary>
    public string? Status { get; init; }

    /// <summary>When the call was answered; null when it was not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the call ended, if it was answered.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long the call lasted, if it was answered.</summary>
    public long? DurationSeconds { get; init; }

    /// <summary>The text that the business supplied when calling, up to 512 characters.</summary>
    public string? OpaqueCallbackData { get; init; }

    /// <summary>The data of the deep link that the user called from.</summary>
    public string? DeeplinkPayload { get; init; }

    /// <summary>The data of the call button that the user called from.</summary>
    public string? CtaPayload { get; init; }

    /// <summary>The recording, with <c>call_recording_available</c>.</summary>
    public CallRecording? Recording { get; init; }

    /// <summary>The transcript, with <c>call_transcription_available</c>.</summary>
    public CallMedia? Transcript { get; init; }
}
