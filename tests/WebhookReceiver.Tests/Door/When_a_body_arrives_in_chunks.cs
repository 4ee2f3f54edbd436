using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

[Trait("row", "H06")]
public sealed class When_a_body_arrives_in_chunks(OpenDoor door) : IClassFixture<OpenDoor>
{
    private readonly string id = $"wamid.{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Body => Notifications.Text("15550100300", id, "Hello");

    [Fact]
    public Task One_chunk_is_accepted() => TakenAsync(RawRequest.Chunk(Body) + "0\r\n\r\n");

    [Fact]
    public Task Chunks_of_one_byte_are_accepted() => TakenAsync(string.Concat(Body.Select(static one => RawRequest.Chunk(one.ToString()))) + "0\r\n\r\n");

    [Fact]
    public Task Trailers_are_accepted_and_ignored() =>
        TakenAsync(RawRequest.Chunk(Body) + "0\r\nX-Trailer: value\r\nX-Hub-Signature-256: sha256=0000\r\n\r\n");

    [Fact]
    public Task Chunk_extensions_are_accepted_and_ignored() =>
        TakenAsync($"{Body.Length:X};name=value;long={new string('x', 200)}\r\n{Body}\r\n0;last\r\n\r\n");

    [Fact]
    public Task Leading_zeros_in_a_chunk_size_are_accepted() => TakenAsync($"000{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n");

    [Theory]
    [InlineData("xyz\r\n")]
    [InlineData("-5\r\nhello\r\n")]
    [InlineData("0x5\r\nhello\r\n")]
    [InlineData("\r\n")]
    [InlineData("80000000\r\n")]
    [InlineData("7fffffffffffffff\r\n")]
    [InlineData("ffffffffffffffff\r\n")]
    [InlineData("10000000000000005\r\nhello\r\n")]
    [InlineData("5;ext\nhello\r\n")]
    [InlineData("5\nhello\r\n")]
    [InlineData("5\r\nhelloX\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nbad trailer\r\n\r\n")]
    public async Task An_invalid_chunk_is_a_400_and_ends_the_connection(string chunks)
    {
        var answers = await RawRequest.StatusesAsync(
            door.Receiver.PublicUrl, RawRequest.SignedPost(Body, "Transfer-Encoding: chunked") + chunks + RawRequest.Complete(Body), Token);

        Assert.Contains(answers, ["400", "413"], StringComparer.Ordinal);
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    private async Task TakenAsync(string chunks)
    {
        // The second request on the same connection shows that the end of the first was found. It is a duplicate, so the two are handled once.
        var answers = await RawRequest.StatusesAsync(
            door.Receiver.PublicUrl, RawRequest.SignedPost(Body, "Transfer-Encoding: chunked") + chunks + RawRequest.Complete(Body), Token);

        Assert.Equal("200 200", answers);
        Assert.Equal(1, await door.CountHandledAsync(id, Token));
    }
}
