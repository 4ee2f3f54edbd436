namespace WebhookReceiver.WhatsApp.Tests;

public sealed class DeliveryStateTests
{
    [Fact]
    public void Letter_case_does_not_matter()
    {
        var state = new DeliveryState("READ");

        Assert.Equal(DeliveryState.Read, state);
        Assert.Equal(DeliveryState.Read.GetHashCode(), state.GetHashCode());
        Assert.NotEqual(DeliveryState.Sent, state);
    }

    [Fact]
    public void A_new_word_passes_through_as_it_was_sent() =>
        Assert.Equal("Dreamt", Notification.StatusOf(Notification.Status(state: "Dreamt")).State.ToString());
}
