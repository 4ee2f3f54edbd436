using System.Net;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Handshake;

[Trait("row", "O05")]
public sealed class When_a_token_or_a_key_is_guessed : IAsyncLifetime
{
    private const string Key = "an-operations-key-0123";
    private const int Allowed = 30;

    private readonly WatchedReceiver watched = new(new(StringComparer.Ordinal) { ["Operations:ApiKey"] = Key, ["WhatsApp:TrustedProxies:0"] = "127.0.0.1" });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => watched.DisposeAsync();

    [Fact]
    public async Task Only_so_many_handshakes_may_fail_in_a_minute_but_the_correct_token_is_still_accepted()
    {
        await FailAsync(() => ShakeAsync("wrong-token"), HttpStatusCode.Forbidden);
        watched.Clock.Step(TimeSpan.FromSeconds(30));

        var (status, retryAfter) = await ShakeAsync("wrong-token");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.InRange(retryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await ShakeAsync(Receiver.VerifyToken)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await ShakeAsync("wrong-token", from: "203.0.113.8")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("wrong-key")).Status);
        Assert.Contains(
            watched.Lines(1101), static line => line.StartsWith("Endpoint default refused 1 request(s): TooManyHandshakes, answered with 429; from 203.0.113.7 (1);", StringComparison.Ordinal));
        Assert.Equal(["Handshake", "TooManyHandshakes"], watched.Refused.Reasons.All.Distinct(StringComparer.Ordinal));

        watched.Clock.Step(retryAfter);
        Assert.Equal(HttpStatusCode.Forbidden, (await ShakeAsync("wrong-token")).Status);
    }

    [Fact]
    public async Task Only_so_many_keys_may_be_wrong_in_a_minute_but_the_correct_one_is_still_accepted()
    {
        await FailAsync(() => AskAsync("wrong-key"), HttpStatusCode.Unauthorized);
        watched.Clock.Step(TimeSpan.FromSeconds(30));

        var (status, retryAfter) = await AskAsync("wrong-key");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.InRange(retryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(Key)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("wrong-key", from: "203.0.113.8")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await ShakeAsync("wrong-token")).Status);
        Assert.Equal(["OperationsKey", "TooManyOperationsKeys"], watched.Refused.Strays.All.Distinct(StringComparer.Ordinal));

        watched.NextReport();
        Assert.Equal(
            "31 request(s) to /api came without the correct key and were answered with 401, or 429 above 30 a minute; from 203.0.113.7 (30), 203.0.113.8 (1); further ones are reported in a minute",
            watched.Lines(1281)[1]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("wrong-key")).Status);
    }

    [Fact]
    public async Task The_document_says_so()
    {
        using var document = System.Text.Json.JsonDocument.Parse(
            await watched.Receiver.Http.GetStringAsync(new Uri(watched.Receiver.OperationsUrl, "/openapi/v1.json"), Patience.Token));
        var paths = document.RootElement.GetProperty("paths");

        Assert.True(paths.GetProperty("/webhook").GetProperty("get").GetProperty("responses").TryGetProperty("429", out _));
        Assert.False(paths.GetProperty("/webhook").GetProperty("post").GetProperty("responses").TryGetProperty("429", out _));
        Assert.True(paths.GetProperty("/api/inbox/status").GetProperty("get").GetProperty("responses").TryGetProperty("429", out _));
    }

    private static async Task FailAsync(Func<Task<(HttpStatusCode Status, TimeSpan RetryAfter)>> attempt, HttpStatusCode expected)
    {
        for (var time = 0; time < Allowed; time++)
        {
            Assert.Equal((expected, TimeSpan.Zero), await attempt());
        }
    }

    private Task<(HttpStatusCode Status, TimeSpan RetryAfter)> ShakeAsync(string token, string from = "203.0.113.7") =>
        GetAsync(new Uri(watched.Receiver.Callback, $"?hub.mode=subscribe&hub.challenge=1&hub.verify_token={token}"), from, key: null);

    private Task<(HttpStatusCode Status, TimeSpan RetryAfter)> AskAsync(string key, string from = "203.0.113.7") =>
        GetAsync(new Uri(watched.Receiver.OperationsUrl, "/api/inbox/status"), from, key);

    private async Task<(HttpStatusCode Status, TimeSpan RetryAfter)> GetAsync(Uri url, string from, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("X-Forwarded-For", from);

        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using var answer = await watched.Receiver.Http.SendAsync(request, Patience.Token);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero);
    }
}
