using System.Text;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Operators;
using WebhookReceiver.Pipeline.Tests.Dispatch;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Operators;

public sealed class LiveQueueTests
{
    [Fact]
    public void A_slow_viewer_gets_what_has_room_and_the_number_of_the_rest_and_goes_on_once_it_has_read()
    {
        var tap = new EventTap();
        using var queue = new LiveQueue(tap);

        // More often than it has places, so that each place is used again.
        for (var round = 0; round < 3; round++)
        {
            See(tap, LiveQueue.Capacity + 7);

            Assert.Equal(LiveQueue.Capacity, Taken(queue));
            Assert.Equal((7, 0), (queue.TakeSkipped(), queue.TakeSkipped()));
        }
    }

    [Fact]
    public void A_viewer_that_has_gone_gets_nothing_more()
    {
        var tap = new EventTap();
        var queue = new LiveQueue(tap);

        queue.Dispose();
        See(tap, 1);

        Assert.Equal((0, 0), (Taken(queue), queue.TakeSkipped()));
        Assert.False(tap.IsWatched);
    }

    private static void See(EventTap tap, int steps)
    {
        var body = Encoding.UTF8.GetBytes(Wire.Text("1", "m"));
        var delivery = Delivery.Restored(DeliveryIds.Next(), "default", body, DateTimeOffset.UnixEpoch, phoneNumberId: null, DeliveryPosition.None);
        var message = Assert.Single(WhatsAppPayload.Enumerate(body));

        for (var step = 0; step < steps; step++)
        {
            tap.Saw(delivery, message, EventSighting.Arrived);
        }
    }

    private static int Taken(LiveQueue queue)
    {
        var taken = 0;

        while (queue.TryTake(out _))
        {
            taken++;
        }

        return taken;
    }
}
