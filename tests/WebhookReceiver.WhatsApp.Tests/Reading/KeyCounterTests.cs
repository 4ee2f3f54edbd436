using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class KeyCounterTests
{
    [Fact]
    public void Counts_each_key_separately()
    {
        var counter = new KeyCounter();
        var counts = new Dictionary<EventKey, int>();
        var random = new Random(20261120);

        for (var step = 0; step < 100_000; step++)
        {
            var number = (UInt128)random.Next(20_000);
            var key = new EventKey((number * 0x9E3779B97F4A7C15) ^ (number << 100));

            Assert.Equal(counts.GetValueOrDefault(key), counter.Add(key));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
    }

    [Fact]
    public void Distinguishes_keys_that_collide()
    {
        var counter = new KeyCounter();

        for (var round = 0; round < 3; round++)
        {
            for (var high = 1; high <= 500; high++)
            {
                Assert.Equal(round, counter.Add(new EventKey((UInt128)high << 64 | ulong.MaxValue)));
            }
        }
    }
}
