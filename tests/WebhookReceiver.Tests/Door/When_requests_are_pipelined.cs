using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

[Trait("row", "H08")]
public sealed class When_requests_are_pipelined(OpenDoor door) : IClassFixture<OpenDoor>
{
    private readonly string id = $"wamid.{Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_are_answered_in_order() => Assert.Equal(Times(100, "200"), await SendAsync(null));

    [Fact]
    public async Task A_wrong_signature_in_the_middle_ends_the_connection_without_affecting_earlier_requests()
    {
        var body = Notifications.Text("15550100300", $"{id}.bad", "text");

        Assert.Equal($"{Times(50, "200")} 401", await SendAsync(RawRequest.SignedPost(body + " ", $"Content-Length: {body.Length}") + body));
        Assert.Equal(0, await door.CountHandledAsync($"{id}.bad", Token));
    }

    [Fact]
    public async Task A_request_that_is_refused_before_its_body_is_read_does_the_same()
    {
        var body = Notifications.Text("15550100300", $"{id}.bad", "text");

        Assert.Equal($"{Times(50, "200")} 401", await SendAsync(RawRequest.Post($"Content-Length: {body.Length}") + body));
    }

    [Fact]
    public async Task A_malformed_one_ends_the_connection()
    {
        var bad = RawRequest.SignedPost("x", "Transfer-Encoding: chunked") + "xyz\r\n";

        Assert.Equal($"{Times(50, "200")} 400", await SendAsync(bad));
        Assert.Equal(50, await door.CountHandledAsync(id, Token));
    }

    private static string Times(int count, string status) => string.Join(' ', Enumerable.Repeat(status, count));

    private Task<string> SendAsync(string? inTheMiddle)
    {
        var requests = Enumerable.Range(0, 100).Select(number => RawRequest.Complete(Notifications.Text("15550100300", $"{id}.{number}", "text"))).ToList();

        if (inTheMiddle is not null)
        {
            requests.Insert(50, inTheMiddle);
        }

        return RawRequest.StatusesAsync(door.Receiver.PublicUrl, string.Concat(requests), Token);
    }
}
