using System.Text;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

/// <summary>
/// A refusal closes the connection, so that nobody can send one bad request after another without reading an answer. Each bad request is followed by one that would be accepted.
/// </summary>
[Trait("row", "H03")]
public sealed class When_a_request_is_refused(OpenDoor door) : IClassFixture<OpenDoor>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Requests => new()
    {
        { "400", RawRequest.SignedPost("x", "Transfer-Encoding: chunked") + "zz\r\n" },
        { "401", RawRequest.Post("Content-Length: 1") + "x" },
        { "401", RawRequest.Post("X-Hub-Signature-256: sha256=" + new string('0', 64), "Content-Length: 1") + "x" },
        { "403", RawRequest.Head("GET", "/webhook") },
        { "403", RawRequest.Head("GET", "/webhook?hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong-verify-token") },
        { "404", RawRequest.Head("GET", "/") },
        { "404", RawRequest.Head("GET", "/health/live") },
        { "405", RawRequest.Head("DELETE", "/webhook") },
        { "413", RawRequest.SignedPost("x", "Content-Length: 99999999") },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task It_is_the_last_of_its_connection(string status, string request)
    {
        var id = $"wamid.{Guid.NewGuid():N}";
        using var connection = await RawConnection.OpenAsync(door.Receiver.PublicUrl, Token);

        await connection.SendAllAsync(Encoding.ASCII.GetBytes(request + RawRequest.Complete(Notifications.Text("15550100300", id, "Hello"))), Token);
        var answers = await connection.ReadToEndAsync(Token);

        Assert.Equal(status, RawRequest.StatusesIn(answers));
        Assert.Contains("\r\nConnection: close\r\n", answers, StringComparison.Ordinal);
        await door.UntilAllIsHandledAsync(Token);
        Assert.Equal(0, await door.CountHandledAsync(id, Token));
    }

    [Theory]
    [InlineData("401", "localhost", "/api/inbox/status")]
    [InlineData("421", "desk.example.com", "/health/live")]
    public async Task The_same_holds_on_the_operations_listener(string status, string host, string path)
    {
        using var connection = await RawConnection.OpenAsync(door.Receiver.OperationsUrl, Token);

        await connection.SendAllAsync(
            Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Api-Key: wrong\r\n\r\nGET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"), Token);

        Assert.Equal(status, RawRequest.StatusesIn(await connection.ReadToEndAsync(Token)));
    }
}
