using Microsoft.Extensions.Logging;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Takes deliveries in the order in which they were accepted, and puts each event into the lane of its conversation. When there is no room it waits, and what has not
/// been taken stays where it is.
/// </summary>
internal sealed partial class DeliveryPump(IDeliverySource source, DeliveryParser parser, IOutcomes outcomes, Lanes lanes, ILogger<DeliveryPump> logger)
{
    private volatile bool isStopping;

    /// <summary>Ends the pump after the event that it has in hand. What is not in a lane yet is left in the source.</summary>
    public void Stop()
    {
        isStopping = true;
        lanes.Hot.Freed.Set();
    }

    /// <summary>Pumps until the source is closed and empty, or the pump is stopped.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!isStopping && await source.WaitAsync(stoppingToken))
        {
            while (await HasRoomAsync() && source.TryTake() is { } delivery)
            {
                await EnterAsync(delivery);
            }
        }
    }

    private async ValueTask EnterAsync(Delivery delivery)
    {
        var tally = new DeliveryTally(delivery, outcomes, lanes.Hot);

        try
        {
            var ordinal = 0;

            foreach (var message in parser.Parse(delivery))
            {
                // Looked at again for each event: one delivery may hold more of them than there is room for.
                if (ordinal > 0 && !await HasRoomAsync())
                {
                    return;
                }

                Enter(delivery, tally, message, ordinal++);
            }
        }
        catch (Exception exception)
        {
            // The parser throws nothing by design. If it does after all, one delivery is the worse for it and not the service: it is never settled, so a store on
            // disk keeps it, and gives it again after the next start.
            DeliveryFailed(logger, delivery.Id, exception.GetType().FullName, exception.StackTrace);
            return;
        }

        tally.CountDown();
    }

    private void Enter(Delivery delivery, DeliveryTally tally, WhatsAppEvent message, int ordinal)
    {
        var waiting = new WaitingEvent(tally, ordinal);
        tally.EventFound();

        // What cannot be read again has to be kept.
        if (!source.IsDurable || (tally.IsCold ? lanes.Hot.HasRoomFor(delivery.Body.Length) : lanes.Hot.HasRoom))
        {
            tally.Heat(delivery);
            waiting.Message = message;
        }

        lanes.Add(LaneKey.Of(delivery.Endpoint, message), waiting);
    }

    /// <returns>False when the pump is stopped.</returns>
    private async ValueTask<bool> HasRoomAsync()
    {
        while (!isStopping)
        {
            if (lanes.HasRoom && (source.IsDurable || lanes.Hot.HasRoomForMore))
            {
                return true;
            }

            await lanes.Hot.Freed.WaitAsync();
        }

        return false;
    }

    [LoggerMessage(1501, LogLevel.Error, "Delivery {DeliveryId} could not be read: {ExceptionType}\n{StackTrace}")]
    private static partial void DeliveryFailed(ILogger logger, Guid deliveryId, string? exceptionType, string? stackTrace);
}
