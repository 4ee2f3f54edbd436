namespace WebhookReceiver.WhatsApp.Tests;

public sealed class LocationMessageTests
{
    [Fact]
    public void A_place_has_degrees_and_the_picked_name()
    {
        var message = Location(
            """{"latitude":48.2085,"longitude":16.3721,"name":"Main square","address":"1 Example St","url":"https://maps.example/1"}""");

        Assert.Equal(48.2085, message.Latitude);
        Assert.Equal(16.3721, message.Longitude);
        Assert.Equal("Main square", message.PlaceName);
        Assert.Equal("1 Example St", message.Address);
        Assert.Equal("https://maps.example/1", message.Url);
    }

    [Theory]
    [InlineData("0", 0d)]
    [InlineData("\"0\"", 0d)]
    [InlineData("-0.5", -0.5)]
    [InlineData("\"16.3721\"", 16.3721)]
    [InlineData("1.6E1", 16d)]
    [InlineData("1e400", null)]
    [InlineData("\"1e400\"", null)]
    [InlineData("\"NaN\"", null)]
    [InlineData("\"Infinity\"", null)]
    [InlineData("\"north\"", null)]
    [InlineData("true", null)]
    [InlineData("[16]", null)]
    public void Degrees_are_read_from_numbers_and_from_text(string written, double? degrees)
    {
        var message = Location($$"""{"latitude":{{written}},"longitude":5}""");

        Assert.Equal(degrees, message.Latitude);
        Assert.Equal(5, message.Longitude);
    }

    private static LocationMessage Location(string location) =>
        Notification.Message<LocationMessage>($$"""{"id":"wamid.1","type":"location","location":{{location}}}""");
}
