using Microsoft.Extensions.Logging;
using WebhookReceiver.Deliveries;
using WebhookReceiver.Inbox;
using WebhookReceiver.Parsing;
using WebhookReceiver.WhatsApp;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Takes deliveries in the order of acceptance, and puts each event into the lane of its conversation. When there is no room it waits, and deliveries that it has not taken stay
/// in the inbox. A delivery that cannot be parsed is tried again, then put off; it is never given up.
/// </summary>
internal sealed partial class DeliveryPump(
    IDeliverySource source,
    DeliveryParser parser,
    IOutcomes outcomes,
    Lanes lanes,
    LaneLimits limits,
    UnreadableDeliveries unreadable,
    Arrivals arrivals,
    DispatchTrouble trouble,
    EventTap tap,
    TimeProvider clock,
    ILogger<DeliveryPump> logger)
{
    /// <summary>How often a delivery is tried while those behind it wait, so that a short lack of memory does not change the order.</summary>
    private const int MostFailures = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PutOffPause = TimeSpan.FromSeconds(30);

    private readonly PutOffDeliveries putOff = new();

    // One at a time, because a delivery that was taken occupies memory while it waits for room.
    private readonly List<Delivery> taken = new(1);

    private readonly DeliveryTerms terms = new(source);
    private volatile bool isStopping;

    // Whether the store keeps the deliveries that it hands out. If not, only as many are taken as fit into memory.
    private bool isKept = true;

    /// <summary>How many deliveries have been taken and are not in the lanes yet.</summary>
    public int InHand => taken.Count;

    /// <summary>How many deliveries are put off.</summary>
    public int PutOff => putOff.Count;

    /// <summary>Ends the pump after the current event. Events that are not in a lane yet stay in the source.</summary>
    public void Stop()
    {
        isStopping = true;
        lanes.Memory.Freed.Set();
    }

    /// <summary>Pumps until the source is closed and empty, or the pump is stopped.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (await HasRoomAsync() && await source.TakeAsync(taken, atMost: 1, stoppingToken))
        {
            foreach (var delivery in taken)
            {
                isKept = delivery.CanBeReread;
                await EnterAsync(new PumpedDelivery(delivery), stoppingToken);
            }

            taken.Clear();
        }
    }

    /// <summary>Retries the deliveries that were put off, for as long as the service runs.</summary>
    public async Task RetryAsync(CancellationToken stoppingToken)
    {
        while (!isStopping)
        {
            await putOff.WaitAsync(stoppingToken);
            await Task.Delay(PutOffPause, clock, stoppingToken);

            foreach (var pumped in putOff.All())
            {
                if (!isStopping && await HasRoomAsync() && await TryEnterAsync(pumped))
                {
                    putOff.Remove(pumped);
                    DeliveryEntered(logger, pumped.Delivery.Id, pumped.Failures);
                }
            }
        }
    }

    private async Task EnterAsync(PumpedDelivery pumped, CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        terms.Begin(pumped);

        while (!await TryEnterAsync(pumped))
        {
            if (pumped.Failures >= MostFailures)
            {
                terms.End(isWhole: false);
                putOff.Add(pumped);
                DeliveryPutOff(logger, pumped.Delivery.Id, pumped.Failures, PutOffPause);
                return;
            }

            await Task.Delay(pause, clock, stoppingToken);
            pause *= 2;
        }

        // Not all are known of a large delivery, and of one that was read in several tries.
        terms.End(isWhole: pumped.Progress!.Rest is null && pumped.Failures is 0 && !isStopping);
    }

    /// <returns>False when that failed. The next try skips events that are in their lanes already.</returns>
    private async ValueTask<bool> TryEnterAsync(PumpedDelivery pumped)
    {
        var delivery = pumped.Delivery;

        try
        {
            pumped.Progress ??= new DeliveryProgress(delivery, outcomes, lanes.Open);

            if (delivery.IsUnreadable)
            {
                await unreadable.GiveUpAsync(delivery);
                await pumped.Progress.CountDownAsync();
                return true;
            }

            if (await TryEnterEventsAsync(pumped))
            {
                await pumped.Progress.CountDownAsync();
            }

            return true;
        }
        catch (Exception exception)
        {
            // By design the parser does not throw, but memory may run out in it, and it may have a bug.
            pumped.Failures++;
            trouble.DeliveryFailed(exception);
            DeliveryFailed(logger, delivery.Id, ExceptionText.TypeOf(exception), ExceptionText.StackOf(exception));
            return false;
        }
    }

    /// <returns>False when the pump is stopped.</returns>
    private async ValueTask<bool> TryEnterEventsAsync(PumpedDelivery pumped)
    {
        var ahead = new LookAhead();
        var (ordinal, last, run) = (0, default(WhatsAppEvent), default(EventsInRow));

        foreach (var message in parser.Parse(pumped.Delivery, ahead))
        {
            if (ordinal++ < pumped.Entered)
            {
                continue;
            }

            if (ahead.IsOn && ReferenceEquals(message, last) && run.Count > 0)
            {
                run = run with { Count = run.Count + 1 };
                continue;
            }

            if (pumped.Delivery.Part is { } part && !part.Contains(LaneKey.Of(pumped.Delivery.Endpoint, message)))
            {
                EnterRest(pumped, run);
                (run, last) = (default, message);
                pumped.Entered++;
                continue;
            }

            // Checked again for each event: one delivery may contain more of them than there is room for.
            if (ordinal > 1 && !await HasRoomAsync())
            {
                return false;
            }

            if (pumped.Entered < limits.Portion || !pumped.Delivery.CanBeReread)
            {
                Enter(pumped, message);
                continue;
            }

            var key = LaneKey.Of(pumped.Delivery.Endpoint, message);
            (ahead.IsOn, last) = (true, message);

            if (run.Count > 0 && run.Key == key)
            {
                run = run with { Count = run.Count + 1 };
                continue;
            }

            EnterRest(pumped, run);
            run = new EventsInRow(key, 1);
        }

        EnterRest(pumped, run);
        return true;
    }

    /// <summary>Puts events beyond the first portion into their lane, by position only.</summary>
    private void EnterRest(PumpedDelivery pumped, EventsInRow run)
    {
        if (run.Count is 0)
        {
            return;
        }

        var progress = pumped.Progress!;
        progress.Rest ??= new DeliveryRest(pumped.Delivery, pumped.Entered, limits);
        progress.EventsFound(run.Count);

        try
        {
            lanes.AddRest(run.Key, progress, pumped.Entered, run.Count);
        }
        catch
        {
            progress.EventsLost(run.Count);
            throw;
        }

        pumped.Entered += run.Count;
    }

    private void Enter(PumpedDelivery pumped, WhatsAppEvent message)
    {
        var (delivery, progress) = (pumped.Delivery, pumped.Progress!);
        arrivals.Add(delivery, message);
        var turn = new EventTurn(progress, pumped.Entered);
        progress.EventsFound();

        try
        {
            // An event that cannot be read again has to be kept.
            if (!delivery.CanBeReread || (progress.IsEvicted ? lanes.Memory.HasRoomFor(delivery.Body.Length) : lanes.Memory.HasRoom))
            {
                turn.Keep(delivery, message);
            }

            terms.Add(pumped, message);

            // Before it is in its lane, from where it may be handled at once.
            tap.Saw(delivery, message, EventSighting.Arrived);
            lanes.Add(LaneKey.Of(delivery.Endpoint, message), turn);
        }
        catch
        {
            turn.Release();
            progress.EventsLost();
            throw;
        }

        pumped.Entered++;
    }

    /// <returns>False when the pump is stopped.</returns>
    private async ValueTask<bool> HasRoomAsync()
    {
        while (!isStopping)
        {
            if (lanes.HasRoom && (isKept || lanes.Memory.HasRoomForMore))
            {
                return true;
            }

            await lanes.Memory.Freed.WaitAsync();
        }

        return false;
    }

    /// <summary>Consecutive events of a delivery that belong to one conversation.</summary>
    private readonly record struct EventsInRow(LaneKey Key, int Count);

    [LoggerMessage(1501, LogLevel.Error, "Delivery {DeliveryId} could not be parsed, and will be tried again: {ExceptionType}\n{StackTrace}")]
    private static partial void DeliveryFailed(ILogger logger, Guid deliveryId, string? exceptionType, string? stackTrace);

    [LoggerMessage(1510, LogLevel.Error, "Delivery {DeliveryId} could not be parsed in {Failures} tries; it was put off, and will be tried again every {Pause}")]
    private static partial void DeliveryPutOff(ILogger logger, Guid deliveryId, int failures, TimeSpan pause);

    [LoggerMessage(1511, LogLevel.Information, "Delivery {DeliveryId}, which was put off after {Failures} failures, has been parsed")]
    private static partial void DeliveryEntered(ILogger logger, Guid deliveryId, int failures);
}
