namespace WebhookReceiver.WhatsApp.Tests;

public sealed class AccountAlertTests
{
    [Fact]
    public void The_alert_is_read_with_all_its_members()
    {
        var alert = FieldExample.Read<AccountAlert>("account_alerts/example-1");

        Assert.Equal("PHONE_NUMBER", alert.EntityType);
        Assert.Equal("770000000000011", alert.EntityId);
        Assert.Equal("INFORMATIONAL", alert.Severity);
        Assert.Equal("NONE", alert.Status);
        Assert.Equal("OBA_APPROVED", alert.AlertType);
        Assert.Equal("Example text of an alert", alert.Description);
    }

    [Fact]
    public void The_alert_may_be_directly_in_the_value_and_its_id_may_be_a_number()
    {
        var alert = FieldExample.Read<AccountAlert>("account_alerts/example-2");

        Assert.Equal("WABA", alert.EntityType);
        Assert.Equal("310000000000042", alert.EntityId);
        Assert.Equal("CRITICAL", alert.Severity);
        Assert.Equal("ACTIVE", alert.Status);
        Assert.Equal("OBA_REJECTED", alert.AlertType);
        Assert.Equal("Example text", alert.Description);
    }
}
