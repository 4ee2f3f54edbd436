using System.Net;
using WebhookReceiver.Senders;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Senders;

[Trait("row", "O05")]
public sealed class SenderAddressesTests
{
    private readonly SenderAddresses senders = new(new TrustedProxies(["10.0.0.0/8", "192.0.2.1", "fd00::/8", "::ffff:172.16.0.0/108"]));

    /// <summary>Headers are separated by <c>|</c>.</summary>
    [Theory]
    [InlineData("198.51.100.9", "203.0.113.7", "198.51.100.9")]
    [InlineData("198.51.100.9", "10.0.0.1", "198.51.100.9")]
    [InlineData("192.0.2.2", "203.0.113.7", "192.0.2.2")]
    [InlineData("10.0.0.1", null, "10.0.0.1")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("172.20.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("fd00::1", "2001:db8::7", "2001:db8::7")]
    [InlineData("10.0.0.1", "::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.1", "8.8.8.8, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.1", "8.8.8.8, 203.0.113.7, 10.2.2.2, 192.0.2.1", "203.0.113.7")]
    [InlineData("10.0.0.1", "8.8.8.8|203.0.113.7|10.2.2.2", "203.0.113.7")]
    [InlineData("10.0.0.1", "10.3.3.3, 10.2.2.2", "10.3.3.3")]
    [InlineData("10.0.0.1", "203.0.113.7:4711", "203.0.113.7")]
    [InlineData("10.0.0.1", "[2001:db8::7]:443", "2001:db8::7")]
    [InlineData("10.0.0.1", "[2001:db8::7]", "2001:db8::7")]
    [InlineData("10.0.0.1", "fe80::1%3", "fe80::1")]
    [InlineData("10.0.0.1", ",203.0.113.7, ,\t", "203.0.113.7")]
    [InlineData("10.0.0.1", "203.0.113.7, unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", "203.0.113.7, nonsense, 10.2.2.2", "10.2.2.2")]
    [InlineData("10.0.0.1", "nonsense, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.1", "1", "10.0.0.1")]
    [InlineData("10.0.0.1", "203.0.113", "10.0.0.1")]
    [InlineData("10.0.0.1", "0203.0.113.7", "10.0.0.1")]
    [InlineData("10.0.0.1", "203.0.113.7:", "10.0.0.1")]
    [InlineData("10.0.0.1", "203.0.113.7:99999", "10.0.0.1")]
    [InlineData("10.0.0.1", "203.0.113.7:-1", "10.0.0.1")]
    [InlineData("10.0.0.1", "[203.0.113.7]", "10.0.0.1")]
    [InlineData("10.0.0.1", "[2001:db8::7", "10.0.0.1")]
    [InlineData("10.0.0.1", "[]", "10.0.0.1")]
    [InlineData("10.0.0.1", "[2001:db8::7]443", "10.0.0.1")]
    [InlineData("10.0.0.1", "[[2001:db8::7]]", "10.0.0.1")]
    [InlineData("10.0.0.1", "\"203.0.113.7\"", "10.0.0.1")]
    public void It_is_what_the_last_trusted_proxy_has_seen(string connection, string? headers, string expected) =>
        Assert.Equal(IPAddress.Parse(expected), senders.Of(IPAddress.Parse(connection), headers?.Split('|') ?? []));

    [Fact]
    public void What_is_absurdly_long_is_not_read_to_its_end()
    {
        Assert.Equal(IPAddress.Parse("10.0.0.1"), senders.Of(IPAddress.Parse("10.0.0.1"), new string('1', 16_000)));
        Assert.Equal(IPAddress.Parse("203.0.113.7"), senders.Of(IPAddress.Parse("10.0.0.1"), new string('1', 16_000) + ", 203.0.113.7"));
        Assert.Equal(IPAddress.Parse("10.0.0.2"), senders.Of(IPAddress.Parse("10.0.0.1"), "203.0.113.7," + string.Join(',', Enumerable.Repeat("10.0.0.2", 1000))));
        Assert.Equal(IPAddress.Parse("10.0.0.1"), senders.Of(IPAddress.Parse("10.0.0.1"), "203.0.113.7" + new string(',', 1000)));
    }

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7/32")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("2001:db8::1", "2001:db8::1/128")]
    [InlineData("fd00::/8", "fd00::/8")]
    [InlineData("::ffff:10.0.0.7", "10.0.0.7/32")]
    [InlineData("::ffff:10.0.0.0/104", "10.0.0.0/8")]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("proxy", null)]
    [InlineData("10.0.0.7/8", null)]
    [InlineData("10.0.0.0/33", null)]
    [InlineData("10.0.0.0/", null)]
    [InlineData("10/8", null)]
    [InlineData("010.0.0.0/8", null)]
    [InlineData("10.0.0.7:80", null)]
    [InlineData("[fd00::1]", null)]
    [InlineData("0.0.0.0/0", null)]
    [InlineData("::/0", null)]
    [InlineData("::ffff:0.0.0.0/96", null)]
    [InlineData("::ffff:0.0.0.0/80", null)]
    [InlineData("10.0.0.1, 10.0.0.2", null)]
    [InlineData(" 10.0.0.1", null)]
    public void A_proxy_is_an_address_or_a_network_and_never_everybody(string? text, string? expected) =>
        Assert.Equal(expected, AddressText.ReadNetwork(text)?.ToString());
}
