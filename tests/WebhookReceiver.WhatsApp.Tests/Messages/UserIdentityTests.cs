namespace WebhookReceiver.WhatsApp.Tests;

public sealed class UserIdentityTests
{
    [Theory]
    [InlineData("""{"acknowledged":true,"created_timestamp":"1781000600","hash":"Zm9v"}""")]
    [InlineData("""{"acknowledged":"true","created_timestamp":1781000600,"hash":"Zm9v"}""")]
    [InlineData("""{"acknowledged":1,"created_timestamp":1781000600000,"hash":"Zm9v"}""")]
    public void The_identity_check_is_read_in_every_spelling(string identity)
    {
        var message = Notification.TextWith($"\"identity\":{identity}");

        Assert.Equal(
            new UserIdentity { IsAcknowledged = true, CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1781000600), Hash = "Zm9v" },
            message.Identity);
    }

    [Fact]
    public void An_invalid_identity_reads_as_missing() => Assert.Null(Notification.TextWith("\"identity\":false").Identity);
}
