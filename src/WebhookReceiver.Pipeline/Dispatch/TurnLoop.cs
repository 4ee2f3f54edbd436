using WebhookReceiver.EventLogging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Gives the events at the heads of the lanes their turn: a batch of them is written down as begun, gets its lines in the event log, and is handed to the slots. The next
/// batch is not looked at before the last event of this one has a slot.
/// </summary>
/// <remarks>
/// That, and the flush before each batch, is what bounds how much a crash can cause to be handled twice: what was in the slots at the flush, at most
/// <c>Dispatch:Concurrency</c>, and one batch.
/// </remarks>
internal sealed class TurnLoop(Lanes lanes, HandlerSlots slots, TurnTaker taker, IOutcomes outcomes, EventLog eventLog)
{
    /// <summary>How many events are begun together, at most.</summary>
    public const int BatchSize = 32;

    private readonly List<Lane> heads = new(BatchSize);
    private readonly List<EventTurn> batch = new(BatchSize);

    /// <summary>How many of the heads were looked at.</summary>
    private int looked;
    private bool isHandedOver;
    private volatile bool isDraining;
    private volatile bool isStopping;

    /// <summary>Ends the loop when nothing is left that could be done now. For when no delivery will come any more.</summary>
    public void Drain()
    {
        isDraining = true;
        Wake();
    }

    /// <summary>Ends the loop after the batch that it has in hand.</summary>
    public void Stop()
    {
        isStopping = true;
        Wake();
    }

    /// <param name="logToken">Fires when an event log that cannot be written is not to be waited for any longer.</param>
    /// <param name="stoppingToken">Fires when there is no time left for the batch in hand.</param>
    public async Task RunAsync(CancellationToken logToken, CancellationToken stoppingToken)
    {
        PutBack();

        while (await HasReadyAsync())
        {
            lanes.TakeReady(heads, BatchSize);

            for (; looked < heads.Count; looked++)
            {
                if (taker.Take(heads[looked]) is { } turn)
                {
                    batch.Add(turn);
                }
            }

            if (batch.Count > 0)
            {
                await BeginAsync(logToken, stoppingToken);
            }

            Clear();
        }
    }

    private async Task BeginAsync(CancellationToken logToken, CancellationToken stoppingToken)
    {
        foreach (var turn in batch)
        {
            if (!turn.IsForOneHandler)
            {
                turn.Attempt++;
                outcomes.EventStarted(turn.Id);
            }
        }

        // With the operating system before a handler is called, and with it everything that became of earlier events.
        await outcomes.FlushAsync();
        await eventLog.WriteAsync(batch, logToken);

        isHandedOver = true;
        slots.HandOver(batch);

        while (!slots.HasTakenAll)
        {
            await slots.Freed.WaitAsync().WaitAsync(stoppingToken);
        }
    }

    private void Wake()
    {
        lanes.Changed.Set();
        slots.Freed.Set();
    }

    /// <returns>False when the loop is to end.</returns>
    private async ValueTask<bool> HasReadyAsync()
    {
        while (!isStopping)
        {
            if (!slots.HasFree)
            {
                await slots.Freed.WaitAsync();
            }
            else if (lanes.Ready > 0)
            {
                return true;
            }
            else if (isDraining && lanes.IsIdle)
            {
                return false;
            }
            else
            {
                await lanes.Changed.WaitAsync();
            }
        }

        return false;
    }

    /// <summary>What the loop had in hand when it was ended by a mistake of ours has its turn again.</summary>
    private void PutBack()
    {
        for (; looked < heads.Count; looked++)
        {
            lanes.MakeReady(heads[looked]);
        }

        foreach (var turn in isHandedOver ? slots.TakeBack() : batch)
        {
            lanes.MakeReady(turn.Lane);
        }

        Clear();
    }

    private void Clear()
    {
        heads.Clear();
        batch.Clear();
        (looked, isHandedOver) = (0, false);
    }
}
