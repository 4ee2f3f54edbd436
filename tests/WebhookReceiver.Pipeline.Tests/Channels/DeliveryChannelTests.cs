using Microsoft.Extensions.Options;
using WebhookReceiver.Channels;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Pipeline.Tests.Fakes;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Channels;

[Trait("row", "W09")]
public sealed class DeliveryChannelTests
{
    [Fact]
    public void When_full_by_count_it_refuses_and_keeps_its_contents()
    {
        var channel = Channel(capacity: 2);
        var first = Delivery(10);

        Assert.True(channel.TryEnqueue(first));
        Assert.True(channel.TryEnqueue(Delivery(10)));
        Assert.False(channel.HasRoom);
        Assert.False(channel.TryEnqueue(Delivery(10)));
        Assert.Equal((2, 20L), (channel.Count, channel.Bytes));
        Assert.Same(first, channel.TryDequeue());
        Assert.True(channel.TryEnqueue(Delivery(10)));
    }

    [Fact]
    public void When_full_by_bytes_it_refuses_what_does_not_fit_and_accepts_what_does()
    {
        var channel = Channel(capacityBytes: 100);

        Assert.True(channel.TryEnqueue(Delivery(60)));
        Assert.False(channel.TryEnqueue(Delivery(41)));
        Assert.True(channel.HasRoom);
        Assert.True(channel.TryEnqueue(Delivery(40)));
        Assert.False(channel.HasRoom);
        Assert.Equal(100, channel.Bytes);
    }

    [Fact]
    public async Task When_closed_it_accepts_nothing_and_hands_out_its_contents()
    {
        var channel = Channel();
        channel.TryEnqueue(Delivery(1));
        channel.Close();

        Assert.False(channel.HasRoom);
        Assert.False(channel.TryEnqueue(Delivery(1)));
        Assert.Equal(1, channel.Bytes);
        Assert.NotNull(channel.TryDequeue());
        Assert.False(await channel.WaitAsync(TestContext.Current.CancellationToken));
    }

    private static DeliveryChannel Channel(int capacity = 100, long capacityBytes = 1000) =>
        new(Options.Create(new DeliveryChannelOptions { Capacity = capacity, CapacityBytes = capacityBytes }));

    private static Delivery Delivery(int size) => new("default", Bodies.Verified(size), DateTimeOffset.UnixEpoch, phoneNumberId: null);
}
