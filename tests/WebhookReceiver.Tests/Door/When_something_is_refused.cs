using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Tests.Door;

/// <summary>The log says where a refused request came from, and trusts only declared proxies about that.</summary>
[Trait("row", "O05")]
public sealed class When_something_is_refused
{
    private const string Forged = SignatureHeader.HeaderName + ": sha256=0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>Headers are separated by <c>|</c>.</summary>
    [Theory]
    [InlineData(null, "", "127.0.0.1")]
    [InlineData(null, "X-Forwarded-For: 203.0.113.7", "127.0.0.1")]
    [InlineData("10.0.0.0/8", "X-Forwarded-For: 203.0.113.7", "127.0.0.1")]
    [InlineData("127.0.0.1", "", "127.0.0.1")]
    [InlineData("127.0.0.1", "X-Forwarded-For: 203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:127.0.0.0/104", "X-Forwarded-For: 8.8.8.8, [2001:db8::7]:443", "2001:db8::7")]
    [InlineData("127.0.0.0/8", "X-Forwarded-For: 8.8.8.8|x-forwarded-for: 203.0.113.7:4711|X-Forwarded-For: 127.0.0.9", "203.0.113.7")]
    [InlineData("127.0.0.0/8", "X-Forwarded-For: 203.0.113.7, <script>, 127.0.0.9", "127.0.0.9")]
    [InlineData("127.0.0.0/8", "X-Forwarded-For: \"", "127.0.0.1")]
    public async Task The_warning_has_the_address(string? trusted, string headers, string expected)
    {
        await using var watched = new WatchedReceiver(new(StringComparer.Ordinal) { ["WhatsApp:TrustedProxies:0"] = trusted });

        Assert.Equal("401", await watched.SendAsync(RawRequest.Post([Forged, "Content-Length: 2", .. headers.Split('|', StringSplitOptions.RemoveEmptyEntries)]) + "{}"));

        Assert.Equal(
            $"Endpoint default refused 1 request(s): Signature, answered with 401; from {expected} (1); further ones of this kind are reported in a minute", Assert.Single(watched.Lines(1101)));
    }

    [Fact]
    public async Task A_flood_is_one_line_a_minute_with_the_busiest_senders_and_the_rest_is_reported_without_a_further_refusal()
    {
        await using var watched = new WatchedReceiver(new(StringComparer.Ordinal) { ["WhatsApp:TrustedProxies:0"] = "127.0.0.1" });

        foreach (var last in new[] { 1, 2, 2, 2, 3, 3, 4, 5 })
        {
            Assert.Equal("401", await watched.SendAsync(RawRequest.Post(Forged, "Content-Length: 2", $"X-Forwarded-For: 203.0.113.{last}") + "{}"));
        }

        Assert.Single(watched.Lines(1101));

        watched.NextReport();

        Assert.Contains(
            "refused 7 request(s): Signature, answered with 401; from 203.0.113.2 (3), 203.0.113.3 (2), 203.0.113.4 (1), others (1);", watched.Lines(1101)[1], StringComparison.Ordinal);
        watched.NextReport();
        Assert.Equal(2, watched.Lines(1101).Count);
    }

    [Fact]
    public async Task A_delivery_is_accepted_whatever_its_address_sent_before()
    {
        await using var watched = new WatchedReceiver();
        var body = Notifications.Text("15550100300", "wamid.address", "Hello");

        for (var time = 0; time < 200; time++)
        {
            Assert.Equal("401", await watched.SendAsync(RawRequest.Post(Forged, "Content-Length: 2") + "{}"));
            Assert.NotEqual("200", await watched.SendAsync(RawRequest.Head("GET", "/webhook?hub.mode=subscribe&hub.challenge=1&hub.verify_token=guess")), StringComparer.Ordinal);
        }

        Assert.Equal("200", await watched.SendAsync(RawRequest.Complete(body)));
    }
}
