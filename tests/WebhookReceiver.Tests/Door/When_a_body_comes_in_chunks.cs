using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

[Trait("row", "H06")]
public sealed class When_a_body_comes_in_chunks(OpenDoor door) : IClassFixture<OpenDoor>
{
    private readonly string id = $"wamid.{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Body => Notifications.Text("15550100300", id, "Hello");

    [Fact]
    public Task One_chunk_is_taken() => TakenAsync(RawRequest.Chunk(Body) + "0\r\n\r\n");

    [Fact]
    public Task Chunks_of_one_byte_are_taken() => TakenAsync(string.Concat(Body.Select(static one => RawRequest.Chunk(one.ToString()))) + "0\r\n\r\n");

    [Fact]
    public Task Trailers_are_taken_and_ignored() =>
        TakenAsync(RawRequest.Chunk(Body) + "0\r\nX-Trailer: value\r\nX-Hub-Signature-256: sha256=0000\r\n\r\n");

    [Fact]
    public Task Chunk_extensions_are_taken_and_ignored() =>
        TakenAsync($"{Body.Length:X};name=value;long={new string('x', 200)}\r\n{Body}\r\n0;last\r\n\r\n");

    [Fact]
    public Task Leading_zeros_of_a_chunk_size_are_taken() => TakenAsync($"000{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n");

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
    public async Task A_chunk_that_breaks_the_rules_is_a_400_and_the_end_of_the_connection(string chunks)
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
