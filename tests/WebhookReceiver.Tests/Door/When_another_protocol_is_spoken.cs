using System.Net;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

[Trait("row", "H09")]
public sealed class When_another_protocol_is_spoken(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_preface_of_HTTP_2_is_refused()
    {
        foreach (var server in new[] { door.Receiver.PublicUrl, door.Receiver.OperationsUrl })
        {
            var answer = await RawRequest.ExchangeAsync(server, Preface, Token);
            Assert.Contains(RawRequest.StatusesIn(answer), ["", "400", "505"], StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task A_client_that_insists_on_HTTP_2_gets_nowhere()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, door.Receiver.Callback) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        await Assert.ThrowsAsync<HttpRequestException>(() => door.Receiver.Http.SendAsync(request, Token));
    }

    [Theory]
    [InlineData("h2c")]
    [InlineData("websocket")]
    public async Task An_upgrade_is_not_performed(string protocol)
    {
        var body = Notifications.Text("15550100300", $"wamid.{Guid.NewGuid():N}", "text");
        var text = RawRequest.SignedPost(body, $"Content-Length: {body.Length}", "Connection: Upgrade, HTTP2-Settings", $"Upgrade: {protocol}", "HTTP2-Settings: AAMAAABkAAQAAP__") + body;

        Assert.DoesNotContain("101", await RawRequest.StatusesAsync(door.Receiver.PublicUrl, text, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_on_the_plain_port_is_closed()
    {
        var answer = await RawRequest.ExchangeAsync(door.Receiver.PublicUrl, "\u0016\u0003\u0001\0\u00a5\u0001\0\0\u00a1\u0003\u0003", Token);

        Assert.Contains(RawRequest.StatusesIn(answer), ["", "400"], StringComparer.Ordinal);
    }
}
