using System.Net;
using WebhookReceiver.Senders;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Senders;

[Trait("row", "O05")]
public sealed class AddressCountsTests
{
    private readonly AddressCounts counts = new();

    [Fact]
    public void The_busiest_three_have_their_counts_and_the_rest_is_one_number()
    {
        Add("203.0.113.1", 2);
        Add("203.0.113.2", 9);
        Add("203.0.113.3", 1);
        Add("::ffff:203.0.113.4", 4);
        Add("203.0.113.5", 1);

        Assert.Equal("203.0.113.2 (9), 203.0.113.4 (4), 203.0.113.1 (2), others (2)", counts.ToString());
        Assert.Equal(17, counts.Total);
    }

    [Fact]
    public void Addresses_of_one_IPv6_network_are_one_sender()
    {
        Add("2001:db8:0:1::1", 2);
        Add("2001:db8:0:1:ffff::1", 2);
        Add("2001:db8:0:2::1", 3);
        counts.Add(null);

        Assert.Equal("2001:db8:0:1::/64 (4), 2001:db8:0:2::1 (3), unknown (1)", counts.ToString());
    }

    [Fact]
    public void A_flood_from_many_addresses_takes_no_more_memory()
    {
        for (var number = 0; number < 100 * AddressCounts.MostSenders; number++)
        {
            counts.Add(new IPAddress(number));
        }

        counts.Add(new IPAddress(0));

        Assert.Equal($"0.0.0.0 (2), 1.0.0.0 (1), 2.0.0.0 (1), others ({(100 * AddressCounts.MostSenders) - 3})", counts.ToString());
        Assert.Equal(AddressCounts.MostSenders, counts.Senders);
    }

    private void Add(string address, int times)
    {
        for (var time = 0; time < times; time++)
        {
            counts.Add(IPAddress.Parse(address));
        }
    }
}
