namespace WebhookReceiver.WhatsApp.Tests;

public sealed class AutomaticEventTests
{
    [Fact]
    public void A_purchase_has_an_amount()
    {
        var purchase = FieldNotification.Event<AutomaticEvent>(
            "automatic_events",
            "automatic_events",
            """{"id":"wamid.1","event_name":"Purchase","timestamp":1781000000,"ctwa_clid":"clid","custom_data":{"currency":"EUR","value":49.95}}""");

        Assert.Equal("automatic_events", purchase.Type);
        Assert.Equal("wamid.1", purchase.MessageId);
        Assert.Equal("Purchase", purchase.EventName);
        Assert.Equal("clid", purchase.ClickId);
        Assert.Equal("EUR", purchase.Currency);
        Assert.Equal(49.95m, purchase.Value);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1781000000), purchase.OccurredAt);
        Assert.Empty(purchase.UnreadMembers());
    }

    [Fact]
    public void One_message_can_cause_two_events() => FieldNotification.AssertAllDiffer(
        "automatic_events",
        "automatic_events",
        """{"id":"wamid.1","event_name":"Purchase"}""",
        """{"id":"wamid.1","event_name":"LeadSubmitted"}""",
        """{"id":"wamid.2","event_name":"Purchase"}""",
        """{"event_name":"Purchase"}""");

    [Fact]
    public void The_letter_case_of_the_name_does_not_matter() => FieldNotification.AssertSame(
        "automatic_events", "automatic_events", """{"id":"wamid.1","event_name":"Purchase"}""", """{"id":"wamid.1","event_name":"purchase"}""");
}
