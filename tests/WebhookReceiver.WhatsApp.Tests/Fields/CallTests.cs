using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class CallTests
{
    [Fact]
    public void The_start_of_a_call_has_the_session()
    {
        var call = Read(
            """
            {"id":"wacid.1","event":"connect","direction":"USER_INITIATED","from":"15550100300","from_user_id":"US.1","from_parent_user_id":"US.ENT.1","to":"15550100200",
             "timestamp":"1781000000","session":{"sdp_type":"offer","sdp":"v=0\r\ns=-\r\n"},"connection":{"webrtc":{"sdp":"v=0"}},"deeplink_payload":"order-17","cta_payload":"button-1"}
            """);

        Assert.Equal("calls", call.Type);
        Assert.Equal("wacid.1", call.CallId);
        Assert.Equal("connect", call.Event);
        Assert.Equal("USER_INITIATED", call.Direction);
        Assert.Equal("15550100300", call.From);
        Assert.Equal("15550100200", call.To);
        Assert.Equal(new CallSession { SdpType = "offer", Sdp = "v=0\r\ns=-\r\n" }, call.Session);
        Assert.Equal("""{"webrtc":{"sdp":"v=0"}}""", Encoding.UTF8.GetString(call.Connection!.Value.Span));
        Assert.Equal("order-17", call.DeeplinkPayload);
        Assert.Equal("button-1", call.CtaPayload);
        Assert.Equal(new WhatsAppUser { PhoneNumber = "15550100300", UserId = "US.1", ParentUserId = "US.ENT.1" }, call.User);
        Assert.Equal($"{Notification.PhoneNumberId}:15550100300", call.ConversationKey);
        Assert.Empty(call.UnreadMembers());
    }

    [Fact]
    public void The_end_of_a_call_says_how_long_it_took()
    {
        var call = Read(
            """
            {"id":"wacid.1","event":"terminate","direction":"BUSINESS_INITIATED","from":"15550100200","to":"15550100300","timestamp":"1781000080","status":"Completed",
             "start_time":"1781000000","end_time":1781000074,"duration":"74","biz_opaque_callback_data":"trk-1"}
            """);

        Assert.Equal("Completed", call.Status);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1781000000), call.StartedAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1781000074), call.EndedAt);
        Assert.Equal(74, call.DurationSeconds);
        Assert.Equal("trk-1", call.OpaqueCallbackData);
        Assert.Equal("15550100300", call.User?.PhoneNumber);
    }

    [Fact]
    public void A_recording_and_a_transcript_are_files()
    {
        const string File = """{"id":"860","mime_type":"audio/ogg","sha256":"aGFzaA==","url":"https://media.example/1"}""";
        var media = new CallMedia { MediaId = "860", MimeType = "audio/ogg", Sha256 = "aGFzaA==", Url = "https://media.example/1" };

        var recorded = Read($$$"""{"id":"wacid.1","event":"call_recording_available","call_recording":{"type":"audio","audio":{{{File}}}}}""");
        var written = Read($$$"""{"id":"wacid.1","event":"call_transcription_available","call_transcript":{"document":{{{File}}}}}""");

        Assert.Equal(new CallRecording { Type = "audio", Audio = media }, recorded.Recording);
        Assert.Equal(media, written.Transcript);
    }

    [Fact]
    public void A_session_in_a_log_line_reveals_no_address() =>
        Assert.DoesNotContain("192.0.2.1", new CallSession { Sdp = "192.0.2.1" }.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Each_event_of_each_call_is_an_event_of_its_own() => FieldNotification.AssertAllDiffer(
        "calls",
        "calls",
        """{"id":"wacid.1","event":"connect"}""",
        """{"id":"wacid.1","event":"terminate"}""",
        """{"id":"wacid.2","event":"connect"}""",
        """{"event":"connect"}""");

    [Fact]
    public void A_call_ends_once_whatever_the_letter_case() => FieldNotification.AssertSame(
        "calls",
        "calls",
        """{"id":"wacid.1","event":"terminate","timestamp":"1"}""",
        """{"id":"wacid.1","event":"TERMINATE","timestamp":"2"}""");

    [Fact]
    public void A_status_says_how_far_the_call_has_come()
    {
        var status = FieldNotification.Event<CallStatus>(
            "calls",
            "statuses",
            """
            {"id":"wacid.1","type":"call","status":"RINGING","timestamp":"1781000000","recipient_id":"15550100300","recipient_user_id":"US.1",
             "recipient_parent_user_id":"US.ENT.1","biz_opaque_callback_data":"trk-1"}
            """);

        Assert.Equal("wacid.1", status.CallId);
        Assert.Equal("call", status.StatusType);
        Assert.Equal("RINGING", status.Status);
        Assert.Equal("trk-1", status.OpaqueCallbackData);
        Assert.Equal(new WhatsAppUser { PhoneNumber = "15550100300", UserId = "US.1", ParentUserId = "US.ENT.1" }, status.User);
        Assert.Empty(status.UnreadMembers());
    }

    [Fact]
    public void Each_status_of_each_call_is_an_event_of_its_own() => FieldNotification.AssertAllDiffer(
        "calls",
        "statuses",
        """{"id":"wacid.1","status":"RINGING"}""",
        """{"id":"wacid.1","status":"ACCEPTED"}""",
        """{"id":"wacid.2","status":"RINGING"}""");

    [Fact]
    public void An_error_is_an_event_under_the_name_of_the_field()
    {
        var error = FieldNotification.Event<FieldError>("calls", "errors", """{"code":138004,"title":"t","message":"m","error_data":{"details":"d"},"href":"h"}""");

        Assert.Equal("calls", error.Type);
        Assert.Equal(new WhatsAppError { Code = 138004, Title = "t", Message = "m", Details = "d", Href = "h" }, error.Error);
        Assert.Empty(error.UnreadMembers());
    }

    [Fact]
    public void The_same_error_under_two_fields_is_two_events() => Assert.NotEqual(
        FieldNotification.Event("calls", "errors", """{"code":1}""").Key,
        FieldNotification.Event("smb_message_echoes", "errors", """{"code":1}""").Key);

    private static Call Read(string item) => FieldNotification.Event<Call>("calls", "calls", item);
}
