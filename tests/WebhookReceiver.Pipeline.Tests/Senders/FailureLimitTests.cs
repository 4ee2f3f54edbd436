using System.Net;
using WebhookReceiver.Pipeline.Tests.Fakes;
using WebhookReceiver.Senders;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Senders;

[Trait("row", "O05")]
public sealed class FailureLimitTests
{
    private readonly ManualClock clock = new();
    private readonly FailureLimit limit;

    public FailureLimitTests() => limit = new FailureLimit(clock);

    [Fact]
    public void A_minute_has_so_many_failures_for_each_sender()
    {
        Fail("203.0.113.1", FailureLimit.PerWindow, expected: null);
        clock.Advance(TimeSpan.FromSeconds(20.5));
        Fail("203.0.113.1", 2, expected: 40);
        Fail("203.0.113.2", FailureLimit.PerWindow, expected: null);

        clock.Advance(TimeSpan.FromSeconds(39.4));
        Fail("203.0.113.1", 1, expected: 1);

        clock.Advance(TimeSpan.FromSeconds(0.1));
        Fail("203.0.113.1", FailureLimit.PerWindow, expected: null);
        Fail("203.0.113.1", 1, expected: 60);
    }

    [Fact]
    public void A_network_of_IPv6_is_one_sender_and_an_IPv4_address_in_IPv6_clothes_is_the_IPv4_address()
    {
        Fail("2001:db8:0:1::1", FailureLimit.PerWindow, expected: null);
        Fail("2001:db8:0:1:ffff:ffff:ffff:ffff", 1, expected: 60);
        Fail("2001:db8:0:2::1", 1, expected: null);

        Fail("203.0.113.1", FailureLimit.PerWindow, expected: null);
        Fail("::ffff:203.0.113.1", 1, expected: 60);
        Fail("::ffff:203.0.113.2", 1, expected: null);
    }

    [Fact]
    public void Senders_beyond_those_that_are_told_apart_share_one_allowance()
    {
        for (var number = 0; number < AddressCounts.MostSenders + FailureLimit.PerWindow; number++)
        {
            Assert.Null(limit.Failed(new IPAddress(number)));
        }

        Assert.Equal(60, limit.Failed(new IPAddress(int.MaxValue)));
        Assert.Null(limit.Failed(new IPAddress(0)));
    }

    private void Fail(string sender, int times, int? expected)
    {
        for (var time = 0; time < times; time++)
        {
            Assert.Equal(expected, limit.Failed(IPAddress.Parse(sender)));
        }
    }
}
