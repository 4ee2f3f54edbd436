using System.Net;
using WebhookReceiver.Senders;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Senders;

public sealed class AddressRangesTests
{
    private static readonly string[] Networks =
        ["192.0.2.0/24", "192.0.3.0/24", "198.51.100.7/32", "198.51.100.0/29", "203.0.113.128/25", "255.255.255.255/32", "0.0.0.0/8", "2001:db8::/32", "2001:db9::1/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"];

    private readonly AddressRanges ranges = new([.. Networks.Select(static text => IPNetwork.Parse(text))]);

    [Theory]
    [InlineData("192.0.1.255", false)]
    [InlineData("192.0.2.0", true)]
    [InlineData("192.0.2.255", true)]
    [InlineData("192.0.3.255", true)]
    [InlineData("192.0.4.0", false)]
    [InlineData("198.51.100.7", true)]
    [InlineData("198.51.100.8", false)]
    [InlineData("203.0.113.127", false)]
    [InlineData("203.0.113.128", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("255.255.255.254", false)]
    [InlineData("0.255.255.255", true)]
    [InlineData("1.0.0.0", false)]
    [InlineData("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", false)]
    [InlineData("2001:db9::1", true)]
    [InlineData("2001:db9::2", false)]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true)]
    [InlineData("::c000:200", false)]
    public void An_address_is_found_to_the_last_bit(string address, bool isIncluded) => Assert.Equal(isIncluded, ranges.Include(IPAddress.Parse(address)));

    [Fact]
    public void It_agrees_with_a_look_at_each_network_for_any_list_and_address()
    {
        var random = new Random(7);

        for (var round = 0; round < 200; round++)
        {
            var networks = Enumerable.Range(0, random.Next(1, 40)).Select(_ => Some(random)).ToList();
            var merged = new AddressRanges(networks);

            for (var look = 0; look < 50; look++)
            {
                // Near an edge half of the time, where mistakes are.
                var address = random.Next(2) is 0 ? Any(random, random.Next(2) is 0 ? 4 : 16) : networks[random.Next(networks.Count)].BaseAddress;
                Assert.Equal(networks.Exists(network => network.Contains(address)), merged.Include(address));
            }
        }
    }

    private static IPNetwork Some(Random random)
    {
        var length = random.Next(2) is 0 ? 4 : 16;
        var prefix = random.Next(1, (length * 8) + 1);
        var bytes = Any(random, length).GetAddressBytes();

        for (var bit = prefix; bit < length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), prefix);
    }

    private static IPAddress Any(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);

        // Few different leading bytes, so that networks overlap and touch.
        bytes[0] = (byte)(32 + random.Next(3));
        return new IPAddress(bytes);
    }
}
