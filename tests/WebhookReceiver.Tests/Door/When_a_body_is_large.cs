using System.Net;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

/// <summary>Sizes around Meta's 3 MB, in both readings of the unit, and around our limit.</summary>
[Trait("row", "H05")]
public sealed class When_a_body_is_large(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const int Limit = 4 * 1024 * 1024;

    private readonly string id = $"wamid.{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3_000_000)]
    [InlineData(3_000_001)]
    [InlineData(3_145_728)]
    [InlineData(3_145_729)]
    [InlineData(Limit - 1)]
    [InlineData(Limit)]
    public async Task Up_to_the_limit_it_is_accepted_with_a_length_in_chunks_and_with_Expect(int size)
    {
        var body = OfSize(size);

        using var withLength = Notifications.Signed(door.Receiver.Callback, body);
        using var inChunks = Notifications.Signed(door.Receiver.Callback, body);
        inChunks.Headers.TransferEncodingChunked = true;
        using var onInvitation = Notifications.Signed(door.Receiver.Callback, body);
        onInvitation.Headers.ExpectContinue = true;

        foreach (var request in new[] { withLength, inChunks, onInvitation })
        {
            using var answer = await door.Receiver.Http.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // The same body three times: if the first had not been read completely, the others would not be duplicates of it.
        Assert.Equal(1, await door.CountHandledAsync(id, Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Expect: 100-continue")]
    public async Task Above_the_limit_a_length_is_enough_for_a_413_before_the_body_is_sent(string expect)
    {
        var before = CountTooLarge();
        using var connection = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);
        string[] headers = [$"Content-Length: {Limit + 1}", .. expect.Length > 0 ? [expect] : Array.Empty<string>()];

        await connection.SendAsync(RawRequest.SignedPost(OfSize(Limit + 1), headers), Token);

        Assert.Equal("413", RawRequest.StatusesIn(await connection.ReadHeadAsync(Token)));
        await door.Refused.Reasons.UntilAsync(IsTooLarge, before + 1, Token);
    }

    [Fact]
    public async Task Above_the_limit_it_is_a_413_however_it_is_sent_and_is_not_handled()
    {
        var body = OfSize(Limit + 1);

        await AssertTooLargeAsync(RawRequest.SignedPost(body, $"Content-Length: {body.Length}") + body);
        await AssertTooLargeAsync(RawRequest.SignedPost(body, "Transfer-Encoding: chunked") + InChunks(body, 60_000));
        await AssertTooLargeAsync(RawRequest.SignedPost(body, "Transfer-Encoding: chunked") + RawRequest.Chunk(body) + "0\r\n\r\n");
        await AssertTooLargeAsync(RawRequest.SignedPost(body, "Transfer-Encoding: chunked", "Expect: 100-continue") + InChunks(body, 1_000_000));
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Fact]
    public async Task A_body_that_never_ends_is_cut_off_at_the_limit()
    {
        using var connection = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);
        await connection.SendAllAsync(Bytes(RawRequest.SignedPost("never ends", "Transfer-Encoding: chunked")), Token);
        var chunk = Bytes(RawRequest.Chunk(new string('x', 100_000)));
        var answer = connection.ReadHeadAsync(Token);

        for (var sent = 0; sent < 1000 && !answer.IsCompleted; sent++)
        {
            await connection.SendAllAsync(chunk, Token);
        }

        Assert.Equal("413", RawRequest.StatusesIn(await answer));
    }

    private static string InChunks(string body, int size) =>
        string.Concat(Enumerable.Range(0, (body.Length + size - 1) / size).Select(index => RawRequest.Chunk(body.Substring(index * size, Math.Min(size, body.Length - (index * size))))))
            + "0\r\n\r\n";

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    private static bool IsTooLarge(string reason) => string.Equals(reason, "TooLarge", StringComparison.Ordinal);

    private int CountTooLarge() => door.Refused.Reasons.All.Count(IsTooLarge);

    private string OfSize(int size)
    {
        var frame = Notifications.Text("15550100300", id, string.Empty).Length;
        return Notifications.Text("15550100300", id, new string('x', size - frame));
    }

    private async Task AssertTooLargeAsync(string request)
    {
        var before = CountTooLarge();
        using var connection = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);
        var sending = connection.SendAllAsync(Bytes(request), Token);
        var head = await connection.ReadHeadAsync(Token);

        if (head.StartsWith("HTTP/1.1 100", StringComparison.Ordinal))
        {
            head = await connection.ReadHeadAsync(Token);
        }

        Assert.Equal("413", RawRequest.StatusesIn(head));
        await sending;
        await door.Refused.Reasons.UntilAsync(IsTooLarge, before + 1, Token);
    }
}
