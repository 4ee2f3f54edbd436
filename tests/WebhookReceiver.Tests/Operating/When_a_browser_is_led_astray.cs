using System.Net;
using System.Text.RegularExpressions;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Operating;

/// <summary>A malicious page in the operator's browser can reach the operations listener, too.</summary>
public sealed partial class When_a_browser_is_led_astray
{
    private static readonly string[] Paths = ["/health/live", "/health/ready", "/api/inbox/status", "/openapi/v1.json", "/swagger/index.html", "/swagger/index.js", "/swagger", "/nothing"];

    private static CancellationToken Token => Patience.Token;

    [Theory]
    [InlineData("attacker.example")]
    [InlineData("attacker.example:8081")]
    [InlineData("127.0.0.1.attacker.example")]
    [InlineData("localhost.attacker.example")]
    [InlineData("desk.example.com.attacker.example")]
    public async Task An_unexpected_host_name_is_refused(string host)
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Operations:AllowedHosts:0"] = "desk.example.com" });

        foreach (var path in Paths)
        {
            Assert.Equal(HttpStatusCode.MisdirectedRequest, await StatusAsync(receiver, path, host));
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost:8081")]
    [InlineData("127.0.0.1")]
    [InlineData("192.0.2.7:443")]
    [InlineData("[::1]")]
    [InlineData("[2001:db8::7]:8081")]
    [InlineData("desk.example.com")]
    [InlineData("Desk.Example.com:8081")]
    [InlineData("spare")]
    public async Task Addresses_localhost_and_the_configured_names_are_served(string host)
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Operations:AllowedHosts:0"] = "desk.example.com", ["Operations:AllowedHosts:1"] = "spare" });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(receiver, "/health/live", host));
    }

    [Theory]
    [InlineData("desk.example.com", "desk.example.com")]
    [InlineData("*", "anything.example")]
    public async Task A_single_name_may_be_a_plain_value_and_a_star_means_any(string allowed, string host)
    {
        await using var receiver = Receiver.Start(new(StringComparer.Ordinal) { ["Operations:AllowedHosts"] = allowed });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(receiver, "/health/live", host));
    }

    [Fact]
    public async Task A_probe_without_a_host_is_answered()
    {
        await using var receiver = Receiver.Start();

        Assert.Equal("200", await RawRequest.StatusesAsync(receiver.OperationsUrl, "GET /health/live HTTP/1.0\r\n\r\n", Token));
    }

    [Fact]
    public async Task The_public_listener_ignores_the_host()
    {
        await using var receiver = Receiver.Start();
        using var request = Notifications.Signed(receiver.Callback, Notifications.Text("15550100300", "wamid.1", "x"));
        request.Headers.Host = "anything.example";

        using var answer = await receiver.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task Every_answer_forbids_framing_sniffing_and_referrers()
    {
        await using var receiver = Receiver.Start();

        foreach (var path in Paths)
        {
            using var answer = await receiver.Http.GetAsync(new Uri(receiver.OperationsUrl, path), Token);

            Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
            Assert.Equal(["DENY"], answer.Headers.GetValues("X-Frame-Options"));
            Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    /// <summary>The policy allows what the page needs: its own scripts and styles, none of them inline.</summary>
    [Fact]
    public async Task The_Swagger_page_needs_nothing_that_the_policy_forbids()
    {
        await using var receiver = Receiver.Start();

        using var answer = await receiver.Http.GetAsync(new Uri(receiver.OperationsUrl, "/swagger/index.html"), Token);
        var page = await answer.Content.ReadAsStringAsync(Token);
        var scripts = Scripts().Matches(page);

        Assert.NotEmpty(scripts);
        Assert.All(scripts, static script => Assert.Matches("src=\"[^\":]+\"[^>]*>\\s*$", script.Value));
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page);
        Assert.Contains("script-src 'self';", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(Receiver receiver, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(receiver.OperationsUrl, path));
        request.Headers.Host = host;
        using var answer = await receiver.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }

    /// <summary>The text of an element, from its start tag to its end tag.</summary>
    [GeneratedRegex("<script[^>]*>[^<]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scripts();
}
