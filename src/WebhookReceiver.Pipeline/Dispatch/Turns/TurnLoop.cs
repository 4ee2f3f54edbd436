using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Gives the events at the heads of the lanes their turn, in batches: asks the store once about the whole batch, passes the events that it has begun through the outlets,
/// and runs them.
/// </summary>
/// <remarks>
/// Admission bounds how much is handled twice after a crash: an event is begun when its handler has a place for it, plus a few that are begun ahead to fill a batch.
/// </remarks>
internal sealed class TurnLoop(
    Lanes lanes, EventRuns runs, TurnPreparer preparer, StoreAnswers answers, HandlerGates gates, IOutcomes outcomes, EventOutlets outlets)
{
    private readonly int batchSize = outcomes.BatchSize;
    private readonly List<Lane> heads = new(outcomes.BatchSize);
    private readonly EventStart[] starts = new EventStart[outcomes.BatchSize];

    // The turns that the next question to the store is about, how many of its answers have been processed, and the turns that the store has begun.
    private readonly List<EventTurn> asking = new(outcomes.BatchSize);
    private readonly Queue<EventTurn> begun = new(outcomes.BatchSize);
    private readonly List<EventTurn> suspects = new(outcomes.BatchSize);
    private int answered;

    /// <summary>How many of the heads have been prepared.</summary>
    private int prepared;
    private volatile bool isDraining;
    private volatile bool isStopping;

    /// <summary>Whether an event that may have killed the process is in progress, and everything else waits for it.</summary>
    public bool IsSuspecting => suspects.Count > 0;

    /// <summary>Ends the loop once nothing is left that can be done now. Called when no more deliveries will arrive.</summary>
    public void Drain()
    {
        isDraining = true;
        Wake();
    }

    /// <summary>Ends the loop after the current batch.</summary>
    public void Stop()
    {
        isStopping = true;
        Wake();
    }

    /// <param name="stopToken">Fires when the loop must stop waiting for a store or an outlet that cannot be written to.</param>
    public async Task RunAsync(CancellationToken stopToken)
    {
        await PutBackAsync();

        while (await HasReadyAsync())
        {
            lanes.TakeReady(heads, batchSize);

            for (; prepared < heads.Count; prepared++)
            {
                if (await preparer.PrepareAsync(heads[prepared]) is { } turn)
                {
                    Sort(turn);
                }
            }

            heads.Clear();
            prepared = 0;
            await BeginAsync(stopToken);
            await RunSuspectsAsync(stopToken);
        }
    }

    /// <summary>Suspends the attempts that were begun and not run before the loop ended: they were not handled, and the process did not die in them.</summary>
    public async ValueTask AbandonAsync()
    {
        while (begun.TryPeek(out var turn))
        {
            await SuspendAsync(turn);
            begun.Dequeue();
        }
    }

    private void Sort(EventTurn turn) => (turn.IsSuspect ? suspects : asking).Add(turn);

    /// <summary>
    /// Events that were in progress at two or more deaths of the process run one at a time, with nothing else in progress: if one of them is the cause, it takes no other event down with it.
    /// </summary>
    private async Task RunSuspectsAsync(CancellationToken stopToken)
    {
        while (suspects.Count > 0)
        {
            runs.PutBackBegun();
            await UntilFreeAsync();

            if (isStopping)
            {
                return;
            }

            suspects[0].Admission = gates.EnterAlone();
            asking.Add(suspects[0]);
            suspects.RemoveAt(0);
            await BeginAsync(stopToken);
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

    /// <summary>
    /// Asks the store about a batch and runs the events that it has begun. An event with a history is not begun by the first question: its progress is restored, and it is asked
    /// about again once the next handler is known.
    /// </summary>
    private async Task BeginAsync(CancellationToken stopToken)
    {
        while (asking.Count > 0)
        {
            if (!await TryAskAsync(stopToken))
            {
                continue;
            }

            var asked = asking.Count;

            for (; answered < asked; answered++)
            {
                var (turn, answer) = (asking[answered], starts[answered]);

                if (answer.Result is not EventStartResult.Begun && await answers.ApplyAsync(turn, answer))
                {
                    Sort(turn);
                }
            }

            asking.RemoveRange(0, asked);
            answered = 0;
        }

        await outlets.WriteAsync(begun, stopToken);

        while (begun.TryPeek(out var turn))
        {
            turn.IsBegun = false;
            runs.Begin(turn);
            begun.Dequeue();
        }
    }

    /// <summary>Completes when the beginning has been written, and the outcomes of earlier events with it; no handler is called before.</summary>
    /// <returns>False when the store cannot be reached; all turns of the batch are then put off.</returns>
    private async ValueTask<bool> TryAskAsync(CancellationToken stopToken)
    {
        for (var index = 0; index < asking.Count; index++)
        {
            var turn = asking[index];
            var plan = turn.Owed.Plan.Plan;

            starts[index] = turn.IsKnown
                ? EventStart.Again(turn.Id, plan, turn.Slot)
                : EventStart.First(turn.Id, turn.IsOnlyLookedUp ? null : plan, isReplay: turn.Letter is not null, turn.Slot);
        }

        try
        {
            await outcomes.BeginAsync(starts.AsMemory(0, asking.Count), stopToken);
        }
        catch (IOException exception)
        {
            foreach (var turn in asking)
            {
                preparer.PutOff(turn, exception);
            }

            asking.Clear();
            return false;
        }
        catch (OperationCanceledException)
        {
            NoteBegun();
            throw;
        }

        NoteBegun();
        return true;
    }

    private void NoteBegun()
    {
        for (var index = 0; index < asking.Count; index++)
        {
            if (starts[index].Result is EventStartResult.Begun)
            {
                var turn = asking[index];
                turn.IsKnown = true;
                turn.Attempt = turn.IsForOneHandler ? turn.Attempt : starts[index].Attempt;
                turn.Epoch = starts[index].Epoch;
                turn.IsBegun = true;
                begun.Enqueue(turn);
            }
        }
    }

    private void Wake()
    {
        lanes.Changed.Set();
        runs.Freed.Set();
    }

    /// <returns>False when the loop must end.</returns>
    private async ValueTask<bool> HasReadyAsync()
    {
        while (!isStopping)
        {
            if (lanes.Ready > 0)
            {
                return true;
            }

            if (isDraining && lanes.IsIdle(gates.WaitingForPaused))
            {
                return false;
            }

            await lanes.Changed.WaitAsync();
        }

        return false;
    }

    /// <summary>Makes the lanes ready again that the loop was working on when a bug or a lack of memory ended it.</summary>
    private async ValueTask PutBackAsync()
    {
        for (; prepared < heads.Count; prepared++)
        {
            lanes.MakeReady(heads[prepared]);
        }

        heads.Clear();
        prepared = 0;

        foreach (var turn in asking.Skip(answered).Concat(suspects).Where(static turn => !turn.IsBegun))
        {
            preparer.PutBack(turn);
        }

        asking.Clear();
        suspects.Clear();
        answered = 0;

        while (begun.TryPeek(out var turn))
        {
            await SuspendAsync(turn);
            preparer.PutBack(turn);
            begun.Dequeue();
        }
    }

    /// <summary>Records that the attempt was interrupted without a failure; the next start continues it under the same number.</summary>
    private async ValueTask SuspendAsync(EventTurn turn)
    {
        turn.IsBegun = false;
        outlets.AddPassed(turn);
        turn.Outcomes.AttemptSuspended(turn.Id);
        await turn.RecordAsync(outcomes);
    }
}
