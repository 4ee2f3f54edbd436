using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Gives the events at the heads of the lanes their turn: a batch of those that have been admitted to their handlers is recorded as begun, gets its lines in the event
/// log, and is run.
/// </summary>
/// <remarks>
/// What bounds how much a crash can cause to be handled twice is the admission: an event is begun when its handler has a place for it, and a few more of a batch.
/// </remarks>
internal sealed class TurnLoop(Lanes lanes, EventRuns runs, TurnPreparer preparer, HandlerGates gates, IOutcomes outcomes, EventOutlets outlets)
{
    /// <summary>How many events are begun together, at most.</summary>
    public const int BatchSize = 32;

    private readonly List<Lane> heads = new(BatchSize);
    private readonly EventStart[] starts = new EventStart[BatchSize];

    // Those that the store is to be asked about, of which so many have been seen to; and those that it has begun.
    private readonly List<EventTurn> asking = new(BatchSize);
    private readonly Queue<EventTurn> begun = new(BatchSize);
    private readonly List<EventTurn> suspects = new(BatchSize);
    private int answered;

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

    /// <param name="stopToken">Fires when neither a store nor an outlet that cannot be written to is to be waited for any longer.</param>
    public async Task RunAsync(CancellationToken stopToken)
    {
        await PutBackAsync();

        while (await HasReadyAsync())
        {
            lanes.TakeReady(heads, BatchSize);

            for (; looked < heads.Count; looked++)
            {
                if (await preparer.PrepareAsync(heads[looked]) is { } turn)
                {
                    Sort(turn);
                }
            }

            heads.Clear();
            looked = 0;
            await BeginAsync(stopToken);
            await RunSuspectsAsync(stopToken);
        }
    }

    /// <summary>What was begun and is not in progress when the loop has ended: it was not handled, and its attempt did not die either.</summary>
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
    /// Those that were in progress at two deaths of the process run one at a time, with nothing else in progress: if one of them is the cause, it takes no other event with it.
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
    /// Asks the store about a batch, and runs what it has begun. What it knows from before is begun with a second question, when it is clear which handler is next.
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

                if (answer.Result is not EventStartResult.Begun && await preparer.AnswerAsync(turn, answer))
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

    /// <summary>Written before a handler is called, and with it the outcomes of earlier events.</summary>
    /// <returns>False when the store cannot be reached: then all of them are put off.</returns>
    private async ValueTask<bool> TryAskAsync(CancellationToken stopToken)
    {
        for (var index = 0; index < asking.Count; index++)
        {
            var turn = asking[index];
            var plan = turn.Owed.Plan.Plan;

            starts[index] = turn.IsKnown
                ? EventStart.Again(turn.Id, plan)
                : EventStart.First(turn.Id, turn.IsOnlyLookedUp ? null : plan, isReplay: turn.Letter is not null);
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
    private async ValueTask PutBackAsync()
    {
        for (; looked < heads.Count; looked++)
        {
            lanes.MakeReady(heads[looked]);
        }

        heads.Clear();
        looked = 0;

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

    /// <summary>The next start goes on with the attempt.</summary>
    private async ValueTask SuspendAsync(EventTurn turn)
    {
        turn.IsBegun = false;
        outlets.AddPassed(turn);
        turn.Outcomes.AttemptSuspended(turn.Id);
        await turn.RecordAsync(outcomes);
    }
}
