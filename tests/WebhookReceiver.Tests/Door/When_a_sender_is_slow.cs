using System.Text;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

/// <summary>These use the server's real limits and so take real time: 5 s until a body must flow, 10 s for the headers.</summary>
[Trait("row", "H03")]
public sealed class When_a_sender_is_slow(OpenDoor door) : IClassFixture<OpenDoor>
{
    private static CancellationToken Token => Patience.Token;

    [Fact]
    public async Task A_body_that_trickles_is_ended_after_fifteen_seconds()
    {
        await using var receiver = new WatchedReceiver();
        var body = Notifications.Text("15550100300", "wamid.trickle", new string('x', 1_000_000));
        using var connection = await RawConnection.OpenAsync(receiver.Receiver.PublicUrl, Token);
        await connection.SendAsync(RawRequest.SignedPost(body, $"Content-Length: {body.Length}"), Token);
        var answer = connection.ReadToEndAsync(Token);
        await receiver.Clock.UntilTimerAsync(TimeSpan.FromSeconds(15), Token);

        // One piece each second, without ever finishing.
        for (var second = 1; second <= 15; second++)
        {
            await connection.SendAllAsync(Encoding.ASCII.GetBytes(body.Substring(second * 2_000, 2_000)), Token);
            receiver.Clock.Step(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("408", RawRequest.StatusesIn(await answer));
        Assert.Equal(["TooSlow"], receiver.Refused.Reasons.All);
    }

    [Fact]
    [Trait("row", "H04")]
    public async Task Slow_headers_and_stalled_bodies_are_cut_off_and_others_are_served_meanwhile()
    {
        var id = $"wamid.{Guid.NewGuid():N}";
        var body = Notifications.Text("15550100300", id, "Hello");
        using var headers = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);
        using var stalled = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);
        using var nothing = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);

        await headers.SendAsync("POST /webhook HTTP/1.1\r\nHost: rec", Token);
        await stalled.SendAsync(RawRequest.SignedPost(body, $"Content-Length: {body.Length}") + body[..^1], Token);
        await nothing.SendAsync(RawRequest.SignedPost(body, "Transfer-Encoding: chunked"), Token);
        await door.UntilAllIsHandledAsync(Token);

        Assert.Equal("408", RawRequest.StatusesIn(await stalled.ReadToEndAsync(Token)));
        Assert.Equal("408", RawRequest.StatusesIn(await nothing.ReadToEndAsync(Token)));
        Assert.True(RawRequest.StatusesIn(await headers.ReadToEndAsync(Token)) is "" or "408");
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }
}
