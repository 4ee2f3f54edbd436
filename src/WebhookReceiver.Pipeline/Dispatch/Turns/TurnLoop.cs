using WebhookReceiver.EventLogging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Gives the events at the heads of the lanes their turn: a batch of those that have been admitted to their handlers is recorded as begun, gets its lines in the event
/// log, and is run.
/// </summary>
/// <remarks>
/// What bounds how much a crash can cause to be handled twice is the admission: an event is begun when its handler has a place for it, and a few more of a batch.
/// </remarks>
internal sealed class TurnLoop(Lanes lanes, EventRuns runs, TurnTaker taker, HandlerGates gates, IOutcomes outcomes, EventLog eventLog)
{
    /// <summary>How many events are begun together, at most.</summary>
    public const int BatchSize = 32;

    private readonly List<Lane> heads = new(BatchSize);
    private readonly List<EventTurn> batch = new(BatchSize);
    private readonly List<EventTurn> suspects = new(BatchSize);
    private readonly List<EventTurn> alone = new(1);
    private readonly List<LoggedEvent> logged = new(BatchSize);

    /// <summary>How many of the heads were looked at.</summary>
    private int looked;
    private volatile bool isDraining;
    private volatile bool isStopping;

    /// <summary>Whether an event that may have killed the process is in progress, and everything else waits for it.</summary>
    public bool IsSuspecting => suspects.Count > 0;

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
    public async Task RunAsync(CancellationToken logToken)
    {
        PutBack();

        while (await HasReadyAsync())
        {
            lanes.TakeReady(heads, BatchSize);

            for (; looked < heads.Count; looked++)
            {
                if (taker.Take(heads[looked]) is { } turn)
                {
                    (turn.IsSuspect ? suspects : batch).Add(turn);
                }
            }

            await RunSuspectsAsync(logToken);

            if (batch.Count > 0)
            {
                await BeginAsync(batch, logToken);
                batch.Clear();
            }

            heads.Clear();
            looked = 0;
        }
    }

    /// <summary>What was begun and is not in progress when the loop has ended: it was not handled, and its attempt did not die either.</summary>
    public void Abandon()
    {
        foreach (var turn in batch.Concat(suspects))
        {
            if (turn.IsBegun)
            {
                outcomes.AttemptSuspended(turn.Id);
            }
        }
    }

    /// <summary>
    /// Those that were in progress at two deaths of the process run one at a time, with nothing else in progress: if one of them is the cause, it takes no other event with it.
    /// </summary>
    private async Task RunSuspectsAsync(CancellationToken logToken)
    {
        while (suspects.Count > 0)
        {
            runs.PutBackBegun();
            await UntilFreeAsync();

            if (isStopping)
            {
                return;
            }

            alone.Clear();
            alone.Add(suspects[0]);
            suspects[0].Admission = gates.EnterAlone();
            await BeginAsync(alone, logToken);
            suspects.RemoveAt(0);
            await UntilFreeAsync();
        }
    }

    private async Task UntilFreeAsync()
    {
        while (runs.Busy > 0 && !isStopping)
        {
            await runs.Freed.WaitAsync();
        }
    }

    private async Task BeginAsync(List<EventTurn> turns, CancellationToken logToken)
    {
        foreach (var turn in turns)
        {
            var attempt = outcomes.EventStarted(turn.Id, turn.Owed.Plan.Plan);

            // Which attempt a replay is, its dead letter says.
            turn.Attempt = turn.IsForOneHandler ? turn.Attempt : attempt;
            turn.IsBegun = true;
        }

        // Written before a handler is called, and with it the outcomes of earlier events.
        await outcomes.FlushAsync();
        await LogAsync(turns, logToken);

        foreach (var turn in turns)
        {
            turn.IsBegun = false;
            runs.Begin(turn);
        }
    }

    private async ValueTask LogAsync(List<EventTurn> turns, CancellationToken logToken)
    {
        logged.Clear();

        foreach (var turn in turns)
        {
            if (turn.NeedsLine)
            {
                logged.Add(new LoggedEvent(turn.Message!, turn.Delivery!, turn.Attempt));
            }
        }

        await eventLog.WriteAsync(logged, logToken);
        logged.Clear();

        foreach (var turn in turns)
        {
            turn.NeedsLine = false;
        }
    }

    private void Wake()
    {
        lanes.Changed.Set();
        runs.Freed.Set();
    }

    /// <returns>False when the loop is to end.</returns>
    private async ValueTask<bool> HasReadyAsync()
    {
        while (!isStopping)
        {
            if (lanes.Ready > 0)
            {
                return true;
            }

            if (isDraining && lanes.IsIdle)
            {
                return false;
            }

            await lanes.Changed.WaitAsync();
        }

        return false;
    }

    /// <summary>What the loop had in hand when it was ended by a mistake of ours, or a want of memory, has its turn again.</summary>
    private void PutBack()
    {
        for (; looked < heads.Count; looked++)
        {
            lanes.MakeReady(heads[looked]);
        }

        foreach (var turn in batch.Concat(suspects))
        {
            if (turn.IsBegun)
            {
                turn.IsBegun = false;
                outcomes.AttemptSuspended(turn.Id);
            }

            turn.Lane.Admission = turn.Admission.Bulkhead is null ? null : turn.Admission;
            lanes.MakeReady(turn.Lane);
        }

        heads.Clear();
        batch.Clear();
        suspects.Clear();
        looked = 0;
    }
}
