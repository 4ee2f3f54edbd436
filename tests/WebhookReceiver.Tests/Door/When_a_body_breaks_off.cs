using System.Net;
using System.Text;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

public sealed class When_a_body_breaks_off(OpenDoor door) : IClassFixture<OpenDoor>
{
    private readonly string id = $"wamid.{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Larger than a single read of the server, so that the signature has already covered a part of it.</summary>
    private string Body => Notifications.Text("15550100300", id, new string('x', 150_000));

    [Fact]
    [Trait("row", "H04")]
    [Trait("row", "V12")]
    public async Task An_orderly_end_at_any_tenth_is_not_a_200_and_does_not_affect_the_next_request()
    {
        for (var tenth = 0; tenth < 10; tenth++)
        {
            var answers = await RawRequest.BreakOffAsync(
                door.Receiver.PublicUrl, RawRequest.SignedPost(Body, Length) + Body[..(Body.Length * tenth / 10)], Token);

            Assert.True(answers is "" or "400", answers);
            await AssertTheNextIsTakenAsync();
        }

        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "H04")]
    [Trait("row", "V12")]
    public async Task A_body_reset_at_any_tenth_is_not_handled_and_does_not_affect_the_next_request()
    {
        for (var tenth = 0; tenth < 10; tenth++)
        {
            var refused = door.Refused.Reasons.All.Count;
            using var connection = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);

            // The server sends 100 when the door begins to read: from here on the reset hits a partially received body.
            await connection.SendAsync(RawRequest.SignedPost(Body, Length, "Expect: 100-continue"), Token);
            Assert.Equal("100", RawRequest.StatusesIn(await connection.ReadHeadAsync(Token)));
            await connection.SendAsync(Body[..(Body.Length * tenth / 10)], Token);
            connection.Reset();

            await door.Refused.Reasons.UntilAsync(static _ => true, refused + 1, Token);
            Assert.StartsWith("Body", door.Refused.Reasons.All[^1], StringComparison.Ordinal);
            await AssertTheNextIsTakenAsync();
        }

        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "H04")]
    public async Task A_body_without_its_last_chunk_gets_no_200()
    {
        var text = RawRequest.SignedPost(Body, "Transfer-Encoding: chunked") + RawRequest.Chunk(Body);

        var answers = await RawRequest.BreakOffAsync(door.Receiver.PublicUrl, text, Token);

        Assert.True(answers is "" or "400", answers);
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "V12")]
    public async Task The_rest_of_one_body_is_not_accepted_as_the_end_of_another()
    {
        // The first half on one connection and the second half on the next, with the signature of the whole.
        var half = Body.Length / 2;
        var first = await RawRequest.BreakOffAsync(door.Receiver.PublicUrl, RawRequest.SignedPost(Body, Length) + Body[..half], Token);
        var second = await RawRequest.StatusesAsync(
            door.Receiver.PublicUrl, RawRequest.SignedPost(Body, $"Content-Length: {Body.Length - half}") + Body[half..], Token);

        Assert.True(first is "" or "400", first);
        Assert.Equal("401", second);
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "H19")]
    public async Task A_sender_that_resets_instead_of_reading_the_200_is_handled_once()
    {
        using var connection = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);
        await connection.SendAsync(RawRequest.Complete(Body), Token);
        await door.Handled.UntilAsync(message => Encoding.UTF8.GetString(message.RawJson.Span).Contains(id, StringComparison.Ordinal), 1, Token);

        connection.Reset();

        Assert.Equal(1, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    [Trait("row", "H19")]
    public async Task A_sender_that_resets_at_once_is_handled_at_most_once()
    {
        for (var number = 0; number < 50; number++)
        {
            using var connection = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);
            await connection.SendAsync(RawRequest.Complete(Notifications.Text("15550100300", $"{id}.{number:d2}", "text")), Token);
            connection.Reset();
        }

        await AssertTheNextIsTakenAsync();

        for (var number = 0; number < 50; number++)
        {
            Assert.InRange(await door.CountHandledAsync($"{id}.{number:d2}", Token), 0, 1);
        }
    }

    private string Length => $"Content-Length: {Body.Length}";

    private async Task AssertTheNextIsTakenAsync()
    {
        using var answer = await door.Receiver.PostAsync(Notifications.Text("15550100300", $"wamid.{Guid.NewGuid():N}", "next"), Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
