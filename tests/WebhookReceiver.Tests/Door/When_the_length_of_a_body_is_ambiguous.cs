using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

/// <summary>Request smuggling: what one server reads as the rest of a body must not become the next request for another.</summary>
[Trait("row", "H07")]
public sealed class When_the_length_of_a_body_is_ambiguous(OpenDoor door) : IClassFixture<OpenDoor>
{
    private readonly string id = $"wamid.{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Body => Notifications.Text("15550100300", id, "Hello");

    [Theory]
    [InlineData("Content-Length: #", "Content-Length: #")]
    [InlineData("Content-Length: #", "Content-Length: 0")]
    [InlineData("Content-Length: 0", "Content-Length: #")]
    [InlineData("Content-Length: #, #")]
    [InlineData("Content-Length: -#")]
    [InlineData("Content-Length: +#")]
    [InlineData("Content-Length: 999999999999999999999999999")]
    [InlineData("Content-Length: 0x#")]
    [InlineData("Content-Length: # #")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("Content-Length:")]
    [InlineData("Transfer-Encoding: xchunked", "Content-Length: #")]
    [InlineData("Transfer-Encoding: identity", "Content-Length: #")]
    [InlineData("Transfer-Encoding: identity")]
    [InlineData("Transfer-Encoding: chunked, identity")]
    [InlineData("Transfer-Encoding: gzip, chunked")]
    [InlineData("Transfer-Encoding : chunked")]
    [InlineData("Transfer-Encoding: chunked", "Transfer-Encoding: identity")]
    public async Task It_is_refused_and_nothing_after_it_is_read(params string[] lengths)
    {
        var headers = lengths.Select(length => length.Replace("#", $"{Body.Length}", StringComparison.Ordinal)).ToArray();
        var answers = await RawRequest.StatusesAsync(
            door.Receiver.PublicUrl, RawRequest.SignedPost(Body, headers) + Body + RawRequest.Complete(Body), Token);

        Assert.Contains(answers, ["400", "411", "501", ""], StringComparer.Ordinal);
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    public async Task Without_any_length_there_is_no_body()
    {
        // One answer for the missing body, then the end: the bytes that follow are not read as a request.
        Assert.Equal("401", await RawRequest.StatusesAsync(door.Receiver.PublicUrl, RawRequest.SignedPost(Body) + Body, Token));
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Theory]
    [InlineData("Content-Length: 4", "Transfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked", "Content-Length: 4")]
    public async Task Chunked_encoding_overrides_a_length_and_the_connection_ends(params string[] lengths)
    {
        var answers = await RawRequest.StatusesAsync(
            door.Receiver.PublicUrl, RawRequest.SignedPost(Body, lengths) + RawRequest.Chunk(Body) + "0\r\n\r\n" + RawRequest.Complete(Body), Token);

        Assert.Contains(answers, ["200", "400"], StringComparer.Ordinal);
        Assert.InRange(await door.CountHandledAsync(id, Token), 0, 1);
    }
}
