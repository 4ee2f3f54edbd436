namespace WebhookReceiver.WhatsApp.Tests;

public sealed class FlowUpdateTests
{
    [Fact]
    public void A_change_of_status_names_both()
    {
        var update = FieldExample.Read<FlowUpdate>("flows/example-1");

        Assert.Equal("FLOW_STATUS_CHANGE", update.Event);
        Assert.Equal("450000000000009", update.FlowId);
        Assert.Equal("Example text", update.Message);
        Assert.Equal("PUBLISHED", update.OldStatus);
        Assert.Equal("THROTTLED", update.NewStatus);
        Assert.Empty(update.Errors);
    }

    [Fact]
    public void An_error_rate_has_decimals_and_a_breakdown()
    {
        var update = FieldExample.Read<FlowUpdate>("flows/example-1", 1);

        Assert.Equal(12.75m, update.ErrorRate);
        Assert.Equal(10m, update.Threshold);
        Assert.Equal("ACTIVATED", update.AlertState);
        Assert.Equal(640, update.RequestsCount);
        Assert.Equal([new() { ErrorType = "timeout_error", ErrorRate = 9.5m, ErrorCount = 61 }], update.Errors);
    }

    [Fact]
    public void A_latency_is_in_milliseconds()
    {
        var update = FieldExample.Read<FlowUpdate>("flows/example-1", 2);

        Assert.Equal(900m, update.P50Latency);
        Assert.Equal(5400m, update.P90Latency);
        Assert.Equal(5000m, update.Threshold);
        Assert.Equal("DEACTIVATED", update.AlertState);
    }

    [Fact]
    public void An_availability_may_be_in_quotes()
    {
        var update = FieldExample.Read<FlowUpdate>("flows/quirk-availability-and-warning");

        Assert.Equal("450000000000009", update.FlowId);
        Assert.Equal(89.5m, update.Availability);
        Assert.Equal(90m, update.Threshold);
    }

    [Fact]
    public void A_warning_is_prose() =>
        Assert.Equal("Example text", FieldExample.Read<FlowUpdate>("flows/quirk-availability-and-warning", 1).Warning);
}
