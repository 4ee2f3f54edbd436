using System.Net;
using Microsoft.Extensions.Primitives;
using WebhookReceiver.Senders;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Senders;

/// <summary>The header of RFC 7239, whose values may be quoted.</summary>
[Trait("row", "H15")]
public sealed class ForwardedHeaderTests
{
    private readonly SenderAddresses senders = new(new TrustedProxies(["10.0.0.0/8"]), ForwardedHeader.Forwarded);

    /// <summary>Headers are separated by <c>|</c>.</summary>
    [Theory]
    [InlineData("10.0.0.1", "for=203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.1", "For=203.0.113.7;proto=https;by=10.0.0.1", "203.0.113.7")]
    [InlineData("10.0.0.1", "proto=https; for=\"203.0.113.7:4711\"", "203.0.113.7")]
    [InlineData("10.0.0.1", "for=\"[2001:db8::7]:443\"", "2001:db8::7")]
    [InlineData("10.0.0.1", "for=8.8.8.8, for=203.0.113.7, for=10.2.2.2", "203.0.113.7")]
    [InlineData("10.0.0.1", "for=8.8.8.8|for=203.0.113.7|for=10.2.2.2", "203.0.113.7")]
    [InlineData("10.0.0.1", "for=203.0.113.7;host=\"a, for=8.8.8.8\"", "203.0.113.7")]
    [InlineData("10.0.0.1", "for=203.0.113.7;host=\"a\\\", for=8.8.8.8\"", "203.0.113.7")]
    [InlineData("10.0.0.1", "for=8.8.8.8, proto=https", "10.0.0.1")]
    [InlineData("10.0.0.1", "for=8.8.8.8, for=unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", "for=8.8.8.8, for=_hidden", "10.0.0.1")]
    [InlineData("10.0.0.1", "203.0.113.7", "10.0.0.1")]
    [InlineData("203.0.113.9", "for=203.0.113.7", "203.0.113.9")]
    [InlineData("10.0.0.1", null, "10.0.0.1")]
    public void The_address_is_counted_from_the_right_through_trusted_proxies(string connection, string? header, string expected) =>
        Assert.Equal(expected, senders.Of(IPAddress.Parse(connection), new StringValues(header?.Split('|'))).ToString());
}
