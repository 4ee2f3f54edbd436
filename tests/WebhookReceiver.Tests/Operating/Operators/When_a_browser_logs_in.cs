using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Operators;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating.Operators;

/// <summary>The console exchanges a key for a cookie, which only its own pages can use.</summary>
[Trait("row", "O02")]
public sealed class When_a_browser_logs_in : IAsyncLifetime
{
    private const string Key = "an-operations-key-0123";
    private const string Status = "/api/inbox/status";
    private const string Replay = "/api/dead-letters/replay";
    private const string Session = "/api/session";

    private readonly WatchedReceiver watched = new(new(StringComparer.Ordinal) { ["Operations:ApiKey"] = Key, ["Operations:AllowedHosts"] = "*" });

    private BrowserLikeClient browser = null!;

    public ValueTask InitializeAsync()
    {
        browser = new BrowserLikeClient(watched.Receiver.OperationsUrl);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        browser.Dispose();
        return watched.DisposeAsync();
    }

    [Fact]
    public async Task The_cookie_replaces_the_key_and_no_script_or_other_site_gets_it()
    {
        Assert.Contains("\"access\":\"full\"", await browser.LogInAsync(Key), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(HttpMethod.Get, Status));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(HttpMethod.Post, Replay));
        Assert.Matches("^whatsapp-console-[0-9]+=[0-9a-f]{64}; max-age=28800; path=/api; samesite=strict; httponly$", browser.SetCookie);
        Assert.DoesNotContain(Key, browser.SetCookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_TLS_the_cookie_is_for_https_only()
    {
        browser.Origin = browser.Origin!.Replace("http:", "https:", StringComparison.Ordinal);

        await browser.LogInAsync(Key);

        Assert.Contains("; secure;", browser.SetCookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross-site", null)]
    [InlineData("same-site", null)]
    [InlineData("same-origin", "https://elsewhere.example")]
    [InlineData("same-origin", "null")]
    [InlineData("same-origin", "http://127.0.0.1:1")]
    [InlineData("same-origin", "http://elsewhere.example:{port}")]
    [InlineData("nonsense", null)]
    public async Task A_page_of_another_origin_can_use_it_for_nothing(string site, string? origin)
    {
        await browser.LogInAsync(Key);

        (browser.FetchSite, browser.Origin) = (site, origin?.Replace("{port}", $"{watched.Receiver.OperationsUrl.Port}", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync(HttpMethod.Get, Status));
        Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync(HttpMethod.Post, Replay));
        Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync(HttpMethod.Delete, Session));
        Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync(HttpMethod.Post, Session, $$"""{"key":"{{Key}}"}"""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("none")]
    public async Task Without_the_browsers_word_it_permits_only_reading(string? site)
    {
        await browser.LogInAsync(Key);

        (browser.FetchSite, browser.Origin) = (site, null);

        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(HttpMethod.Get, Status));
        Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync(HttpMethod.Post, Replay));
    }

    [Fact]
    public async Task A_key_needs_no_browser()
    {
        using var answer = await When_only_reading_is_allowed.SendAsync(watched.Receiver, HttpMethod.Post, Replay, Key);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_beside_a_cookie_is_a_wrong_key()
    {
        await browser.LogInAsync(Key);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(watched.Receiver.OperationsUrl, Status));
        request.Headers.Add("Cookie", browser.SetCookie!.Split(';')[0]);
        request.Headers.Add("X-Api-Key", "wrong-key");

        using var answer = await watched.Receiver.Http.SendAsync(request, Patience.Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task It_ends_after_eight_hours()
    {
        await browser.LogInAsync(Key);
        watched.Clock.Step(OperationsSessions.Lifetime - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(HttpMethod.Get, Status));

        watched.Clock.Step(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(HttpMethod.Get, Status));
        Assert.Contains("\"access\":\"none\"", await ShownAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logging_out_ends_it()
    {
        await browser.LogInAsync(Key);
        var cookie = browser.SetCookie!.Split(';')[0];
        Assert.Contains("\"access\":\"full\"", await ShownAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, await browser.StatusAsync(HttpMethod.Delete, Session));

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(watched.Receiver.OperationsUrl, Status));
        request.Headers.Add("Cookie", cookie);
        using var answer = await watched.Receiver.Http.SendAsync(request, Patience.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task It_is_recorded()
    {
        await browser.LogInAsync(Key);

        using var answer = await browser.SendAsync(HttpMethod.Get, "/api/audit");
        var text = await answer.Content.ReadAsStringAsync(Patience.Token);

        Assert.Contains("\"session.started\"", text, StringComparison.Ordinal);
        Assert.Contains("\"console\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_the_process()
    {
        await browser.LogInAsync(Key);
        await using var next = new WatchedReceiver(new(StringComparer.Ordinal) { ["Operations:ApiKey"] = Key });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(next.Receiver.OperationsUrl, Status));
        request.Headers.Add("Cookie", $"whatsapp-console-{next.Receiver.OperationsUrl.Port}={browser.SetCookie!.Split(';')[0].Split('=')[1]}");

        using var answer = await next.Receiver.Http.SendAsync(request, Patience.Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task There_are_at_most_so_many_and_the_oldest_ends_first()
    {
        await browser.LogInAsync(Key);

        for (var index = 0; index < OperationsSessions.Most - 1; index++)
        {
            using var other = new BrowserLikeClient(watched.Receiver.OperationsUrl);
            await other.LogInAsync(Key);
        }

        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(HttpMethod.Get, Status));

        using var last = new BrowserLikeClient(watched.Receiver.OperationsUrl);
        await last.LogInAsync(Key);

        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(HttpMethod.Get, Status));
        Assert.Equal(HttpStatusCode.OK, await last.StatusAsync(HttpMethod.Get, Status));
    }

    [Fact]
    public async Task Wrong_keys_are_counted_and_limited_as_everywhere()
    {
        for (var index = 0; index < 30; index++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(HttpMethod.Post, Session, """{"key":"wrong-key"}"""));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await browser.StatusAsync(HttpMethod.Post, Session, """{"key":"wrong-key"}"""));
        Assert.Equal(["OperationsKey", "TooManyOperationsKeys"], watched.Refused.Strays.All.Distinct(StringComparer.Ordinal));
        await browser.LogInAsync(Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"key\":5}")]
    [InlineData("{\"key\":\"x\"")]
    public async Task Anything_but_a_key_is_refused(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, await browser.StatusAsync(HttpMethod.Post, Session, body));

    [Fact]
    public async Task A_large_body_is_not_read()
    {
        using var answer = await browser.SendAsync(HttpMethod.Post, Session, $$"""{"key":"{{new string('x', 100_000)}}"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<string> ShownAsync()
    {
        using var answer = await browser.SendAsync(HttpMethod.Get, Session);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Patience.Token);
    }
}
