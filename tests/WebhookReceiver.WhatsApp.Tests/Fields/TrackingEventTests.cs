namespace WebhookReceiver.WhatsApp.Tests;

public sealed class TrackingEventTests
{
    [Fact]
    public void A_tracking_event_has_a_token()
    {
        var tracking = FieldNotification.Event<TrackingEvent>(
            "tracking_events", "events", """{"event_name":"sent","timestamp":1781000000,"tracking_data":{"click_id":"c","tracking_token":"t"}}""");

        Assert.Equal("tracking_events", tracking.Type);
        Assert.Equal("sent", tracking.EventName);
        Assert.Equal("c", tracking.ClickId);
        Assert.Equal("t", tracking.TrackingToken);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1781000000), tracking.OccurredAt);
        Assert.Empty(tracking.UnreadMembers());
    }

    [Fact]
    public void Each_text_is_an_event_of_its_own() => FieldNotification.AssertAllDiffer(
        "tracking_events", "events", """{"event_name":"sent","timestamp":1}""", """{"event_name":"sent","timestamp":2}""", """{"event_name":"seen","timestamp":1}""");
}
