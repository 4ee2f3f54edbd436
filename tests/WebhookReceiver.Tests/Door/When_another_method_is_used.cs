using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

[Trait("row", "H11")]
public sealed class When_another_method_is_used(OpenDoor door) : IClassFixture<OpenDoor>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    [InlineData("QUERY")]
    [InlineData("BREW")]
    public async Task It_is_a_405_that_lists_GET_and_POST_and_the_body_is_not_read(string method)
    {
        using var connection = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);
        var refused = door.Refused.Reasons.All.Count;

        await connection.SendAsync(
            RawRequest.Head(method, "/webhook", $"X-Hub-Signature-256: {RawRequest.SignatureOf("body")}", "Content-Length: 4", "Expect: 100-continue"), Token);

        var head = await connection.ReadHeadAsync(Token);
        Assert.Equal("405", RawRequest.StatusesIn(head));
        Assert.Contains("\r\nAllow: GET, POST\r\n", head, StringComparison.Ordinal);
        Assert.Equal(refused, door.Refused.Reasons.All.Count);
    }

    [Fact]
    public async Task In_lower_case_it_is_still_a_POST() =>
        Assert.Equal("200", await RawRequest.StatusesAsync(
            door.Receiver.PublicUrl, "post" + RawRequest.Complete(Notifications.Text("15550100300", "wamid.lower", "text"))[4..], Token));

    [Theory]
    [InlineData("")]
    [InlineData("PO ST")]
    [InlineData("PO\u0001ST")]
    [InlineData("GET:")]
    public async Task An_invalid_method_is_a_400(string method) =>
        Assert.Equal("400", await RawRequest.StatusesAsync(door.Receiver.PublicUrl, RawRequest.Head(method, "/webhook"), Token));

    [Fact]
    public async Task A_tunnel_is_not_opened() =>
        Assert.Contains(
            await RawRequest.StatusesAsync(door.Receiver.PublicUrl, RawRequest.Head("CONNECT", "127.0.0.1:22"), Token), ["400", "404", "405"], StringComparer.Ordinal);

    [Fact]
    public async Task A_header_that_names_another_method_changes_nothing()
    {
        var head = RawRequest.Post("X-HTTP-Method-Override: GET", "Content-Length: 0");

        Assert.Equal("401", await RawRequest.StatusesAsync(
            door.Receiver.PublicUrl, head.Replace("/webhook ", $"/webhook?hub.mode=subscribe&hub.challenge=1&hub.verify_token={Receiver.VerifyToken} ", StringComparison.Ordinal), Token));
    }
}
