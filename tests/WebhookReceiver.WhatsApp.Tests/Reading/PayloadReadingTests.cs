using System.Globalization;
using System.Text;

namespace WebhookReceiver.WhatsApp.Tests;

public sealed class PayloadReadingTests
{
    private const string Assumed = "106000000000009";

    [Fact]
    public void Events_are_returned_by_ordinal_in_any_order_and_read_once()
    {
        var body = Batch(20);
        using var reading = new PayloadReading(body, Assumed);
        var events = WhatsAppPayload.Read(body, Assumed);

        foreach (var ordinal in (int[])[7, 3, 19, 0, 7])
        {
            Assert.Equal(events[ordinal].Key, reading.Read(ordinal)!.Key);
            Assert.Same(reading.Read(ordinal), reading.Read(ordinal));
        }

        Assert.Null(reading.Read(20));
        Assert.Null(reading.Read(1000));
        Assert.Equal(events[19].Key, reading.Read(19)!.Key);
    }

    [Fact]
    public void Of_very_many_events_only_the_latest_are_kept_and_an_earlier_one_is_the_same_again()
    {
        // Zeros have no identity of their own: their keys count them.
        var body = Encoding.UTF8.GetBytes(Notification.OfMembers($"\"errors\":[{string.Join(',', Enumerable.Repeat("0", (PayloadReading.MostKept * 2) + 100))}]"));
        using var reading = new PayloadReading(body);
        var events = WhatsAppPayload.Read(body);

        foreach (var ordinal in (int[])[events.Count - 1, 5, PayloadReading.MostKept, 4, events.Count - 1])
        {
            Assert.Equal(events[ordinal].Key, reading.Read(ordinal)!.Key);
        }

        Assert.Null(reading.Read(events.Count));
    }

    [Theory]
    [InlineData(" no notification")]
    [InlineData("\uFEFF no notification")]
    [InlineData("{}")]
    public void A_body_that_cannot_be_read_is_one_event(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        using var reading = new PayloadReading(body);

        var unreadable = Assert.IsType<UnreadableDelivery>(reading.Read(0));

        Assert.Null(reading.Read(1));
        Assert.Equal(body, reading.Isolate(unreadable));
    }

    [Fact]
    public void Each_event_is_isolated_as_if_it_were_the_only_one_requested()
    {
        var body = Batch(50);
        using var reading = new PayloadReading(body);

        // Read by another instance, as in the dispatcher.
        foreach (var received in WhatsAppPayload.Read(body).Reverse())
        {
            Assert.Equal(WhatsAppPayload.Isolate(body, received), reading.Isolate(received));
        }
    }

    [Fact]
    public void A_thousand_events_of_one_batch_are_small_and_cost_no_more_the_larger_the_batch_is()
    {
        var (small, large) = (Cost(250), Cost(1000));

        TestContext.Current.TestOutputHelper?.WriteLine($"{large.Body} bytes become {large.Written}");
        Assert.InRange(large.Body, 170_000, 250_000);
        Assert.InRange(large.Written, 1, 2_000_000);
        Assert.InRange(large.Allocated, 1, 5 * small.Allocated);

        static (int Body, long Written, long Allocated) Cost(int count)
        {
            var body = Batch(count);
            var events = WhatsAppPayload.Read(body);
            using var reading = new PayloadReading(body);
            reading.Isolate(events[0]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var written = events.Sum(received => (long)reading.Isolate(received).Length);
            return (body.Length, written, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>The given number of messages from as many users, each with a contact.</summary>
    private static byte[] Batch(int count)
    {
        var users = Enumerable.Range(0, count).Select(static number => (15550100000 + number).ToString(CultureInfo.InvariantCulture)).ToList();
        var contacts = users.Select(static user => $$"""{"profile":{"name":"N{{user}}"},"wa_id":"{{user}}"}""");
        var messages = users.Select(static user => Notification.Text("wamid." + user, user));
        return Encoding.UTF8.GetBytes(Notification.OfMembers($"\"contacts\":[{string.Join(',', contacts)}]", $"\"messages\":[{string.Join(',', messages)}]"));
    }
}
