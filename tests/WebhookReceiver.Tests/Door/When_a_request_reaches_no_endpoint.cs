using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Tests.Receiving;
using Xunit;

namespace WebhookReceiver.Tests.Door;

/// <summary>What scanners and broken clients send is counted and logged once a minute, even though much of it never becomes a request.</summary>
[Trait("row", "O05")]
public sealed class When_a_request_reaches_no_endpoint
{
    public static TheoryData<string, string, string> Strays => new()
    {
        { RawRequest.Head("GET", "/wp-login.php"), "404", "UnknownPath" },
        { RawRequest.Head("GET", "/api/inbox/status"), "404", "UnknownPath" },
        { RawRequest.Head("DELETE", "/webhook"), "405", "OtherMethod" },
        { RawRequest.Head("GET", "/webhook", $"X-Long: {new string('x', 20_000)}"), "431", "HeadTooLarge" },
        { RawRequest.Head("GET", "/webhook", [.. Enumerable.Range(0, 70).Select(static number => $"X-{number}: 1")]), "431", "HeadTooLarge" },
        { RawRequest.Head("GET", $"/webhook?{new string('x', 9_000)}"), "414", "HeadTooLarge" },
        { "nonsense\r\n\r\n", "400", "Malformed" },
        { "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n", "400", "Malformed" },
        { "GET /webhook HTTP/1.1\r\n\r\n", "400", "Malformed" },
        { "GET /webhook HTTP/9.9\r\nHost: receiver\r\n\r\n", "505", "Malformed" },
    };

    [Theory]
    [MemberData(nameof(Strays))]
    public async Task It_is_counted_and_logged_once_a_minute(string text, string status, string reason)
    {
        await using var watched = new WatchedReceiver();

        for (var time = 0; time < 5; time++)
        {
            Assert.Equal(status, (await watched.SendAsync(text)).Split(' ')[0]);
        }

        // The request that ends each of these connections is a stray, too, unless the server has closed the connection before.
        var extra = watched.Refused.Strays.All.Count - 5;
        Assert.Equal(5, watched.Refused.Strays.All.Count(counted => counted.Equals(reason, StringComparison.Ordinal)) - (reason is "UnknownPath" ? extra : 0));
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"1 request(s) reached no endpoint: {reason}, answered with {status}; from 127.0.0.1 (1);"),
            Assert.Single(watched.Lines(1102), line => line.Contains(reason, StringComparison.Ordinal)),
            StringComparison.Ordinal);

        watched.NextReport();

        var reports = watched.Lines(1102).Where(line => line.Contains($": {reason}, answered with {status};", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, reports.Count);
        Assert.Equal(reason is "UnknownPath" ? 4 + extra : 4, int.Parse(reports[1].Split(' ')[0], CultureInfo.InvariantCulture));
        Assert.Empty(watched.Refused.Reasons.All);
    }

    [Fact]
    public async Task So_is_a_head_that_takes_too_long()
    {
        await using var watched = new WatchedReceiver(
            services: static services => services.PostConfigure<KestrelServerOptions>(static kestrel => kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1)));
        using var slow = await RawConnection.OpenAsync(watched.Receiver.PublicUrl, Patience.Token);

        await slow.SendAsync("POST /webhook HTTP/1.1\r\nHost: rec", Patience.Token);

        Assert.Equal("408", RawRequest.StatusesIn(await slow.ReadToEndAsync(Patience.Token)));
        Assert.Equal("HeadTooSlow", Assert.Single(watched.Refused.Strays.All));
        Assert.StartsWith("1 request(s) reached no endpoint: HeadTooSlow, answered with 408; from 127.0.0.1 (1);", Assert.Single(watched.Lines(1102)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rest_of_a_body_that_was_refused_is_not_counted_again()
    {
        await using var watched = new WatchedReceiver();

        await watched.SendAsync(RawRequest.Post("Transfer-Encoding: chunked") + "nonsense\r\n\r\n");

        Assert.Equal("SignatureHeader", Assert.Single(watched.Refused.Reasons.All));
        Assert.DoesNotContain("Malformed", watched.Refused.Strays.All);
    }

    [Fact]
    public async Task An_address_from_an_incompletely_read_head_is_not_trusted()
    {
        await using var watched = new WatchedReceiver(new(StringComparer.Ordinal) { ["WhatsApp:TrustedProxies:0"] = "127.0.0.1" });

        await watched.SendAsync("GET /webhook HTTP/1.1\r\nX-Forwarded-For: 203.0.113.7\r\nno header\r\n\r\n");

        Assert.Contains("from 127.0.0.1 (1)", Assert.Single(watched.Lines(1102), static line => line.Contains("Malformed", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_other_server_event_is_enabled_for_that()
    {
        await using var watched = new WatchedReceiver();
        var diagnostics = watched.Receiver.Services.GetRequiredService<DiagnosticListener>();

        Assert.True(diagnostics.IsEnabled("Microsoft.AspNetCore.Server.Kestrel.BadRequest"));
        Assert.False(diagnostics.IsEnabled("Microsoft.AspNetCore.Hosting.HttpRequestIn"));
        Assert.False(diagnostics.IsEnabled("Microsoft.AspNetCore.Hosting.BeginRequest"));
        Assert.False(diagnostics.IsEnabled("Microsoft.AspNetCore.Routing.EndpointMatched"));
    }
}
