using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

[Trait("row", "H10")]
public sealed class When_a_path_is_spelled_differently(OpenDoor door) : IClassFixture<OpenDoor>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> OperationsPaths =>
    [
        "/health/live", "/health/ready", "/HEALTH/LIVE", "/health/live/", "//health/live", "/health%2flive", "/%68ealth/live", "/webhook/../health/live",
        "/./health/live", "/webhook/%2e%2e/health/live", "/openapi/v1.json", "/swagger", "/swagger/index.html", "/swagger/../health/live", "/api", "/metrics",
        "/console", "/", "*",
    ];

    [Theory]
    [InlineData("/webhook", "200")]
    [InlineData("/webhook/", "200")]
    [InlineData("/WEBHOOK", "200")]
    [InlineData("/%77ebhook", "200")]
    [InlineData("/./webhook", "200")]
    [InlineData("/a/../webhook", "200")]
    [InlineData("/webhook?a=b", "200")]
    [InlineData("//webhook", "404")]
    [InlineData("/webhook%2f", "404")]
    [InlineData("/webhook;x=1", "404")]
    [InlineData("/webhook/x", "404")]
    [InlineData("/webhook%00", "400")]
    [InlineData("webhook", "405")]
    [InlineData("http://elsewhere.example/webhook", "400")]
    public async Task It_answers_as_documented(string target, string status)
    {
        const string body = "path";
        var request = RawRequest.Head("POST", target, $"X-Hub-Signature-256: {RawRequest.SignatureOf(body)}", "Content-Length: 4") + body;

        Assert.Equal(status, await RawRequest.StatusesAsync(door.Receiver.PublicUrl, request, Token));
    }

    [Theory]
    [MemberData(nameof(OperationsPaths))]
    public async Task None_leads_to_the_operations_routes_from_the_public_port(string target)
    {
        var answer = await RawRequest.ExchangeAsync(door.Receiver.PublicUrl, RawRequest.Head("GET", target), Token);

        Assert.Contains(RawRequest.StatusesIn(answer), ["400", "404", "405"], StringComparer.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Type", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/swagger/index.html")]
    public async Task A_forged_host_leads_nowhere(string path)
    {
        var port = door.Receiver.OperationsUrl.Port;
        string[] requests =
        [
            $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n",
            $"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nX-Forwarded-Host: 127.0.0.1:{port}\r\nX-Forwarded-Port: {port}\r\n\r\n",
            $"GET http://127.0.0.1:{port}{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n",
        ];

        foreach (var request in requests)
        {
            Assert.Equal("404", await RawRequest.StatusesAsync(door.Receiver.PublicUrl, request, Token));
        }
    }

    [Fact]
    public async Task The_callback_is_not_served_by_the_operations_port()
    {
        var request = RawRequest.Complete("path").Replace("Host: receiver", $"Host: 127.0.0.1:{door.Receiver.PublicUrl.Port}", StringComparison.Ordinal);

        Assert.Equal("404", await RawRequest.StatusesAsync(door.Receiver.OperationsUrl, request, Token));
    }
}
