using System.Runtime.InteropServices;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The one rule for which handlers an event still owes: those of its plan that have neither finished nor refused it and, when all of them have refused it, the
/// fallbacks. Used by one thread at a time.
/// </summary>
internal sealed class OwedHandlers(BoundPlan plan)
{
    /// <summary>The due time of a handler that failed in the current attempt, until it is decided whether and when it is called again.</summary>
    private const long Undecided = long.MaxValue;

    // Usually every handler succeeds at once, in order; then this number is enough.
    private int succeeded;
    private State[]? states;

    public BoundPlan Plan => plan;

    /// <summary>Whether no handler is owed.</summary>
    public bool IsDone => FirstOwed(long.MaxValue) < 0;

    /// <summary>Whether it turned out that no handler wants the event.</summary>
    public bool IsUnhandled => AllRefused;

    /// <summary>When the first of the owed handlers is due, as a timestamp. At least one must be owed.</summary>
    public long Due
    {
        get
        {
            var due = long.MaxValue;

            foreach (var index in Owed())
            {
                due = Math.Min(due, DueOf(index));
            }

            return due;
        }
    }

    /// <summary>The largest number of failures of any owed handler.</summary>
    public int MostFailures => Owed().Select(index => states?[index].Failures ?? 0).DefaultIfEmpty().Max();

    private bool AllRefused
    {
        get
        {
            for (var index = 0; index < plan.Handlers; index++)
            {
                if (StageOf(index) is not HandlerStage.NotWanted)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Restores the stored progress of an event. From here on waits use the monotonic clock.</summary>
    /// <param name="plan">Its plan.</param>
    /// <param name="progress">The stored progress.</param>
    /// <param name="isDue">Whether the first of its handlers is due, regardless of the wall clock.</param>
    /// <param name="clock">The clocks.</param>
    public static OwedHandlers Restored(BoundPlan plan, EventProgress progress, bool isDue, TimeProvider clock)
    {
        var owed = new OwedHandlers(plan);
        var waiting = progress.Handlers.Where(static handler => !handler.IsFinished && handler.Failure is not null).ToList();
        var first = waiting.Count is 0 ? default : waiting.MinBy(static handler => handler.Failure!.Value.DueAt).Failure!.Value;
        var wait = isDue ? TimeSpan.Zero : Remaining(first, clock.GetUtcNow());

        for (var index = 0; index < plan.Calls.Length; index++)
        {
            if (progress.Of(plan.Calls[index].Name) is { } known)
            {
                var state = new State { Stage = known.Stage, Due = long.MinValue };

                if (known.Failure is { } failure)
                {
                    (state.Failures, state.FirstAt, state.Due) = (failure.Attempts, failure.FirstAt.UtcTicks, clock.TimestampIn(wait + (failure.DueAt - first.DueAt)));

                    // A version that did not store plans called only those that wanted the event.
                    state.Stage = progress.Plan is null && known.Stage is HandlerStage.Open ? HandlerStage.Wanted : known.Stage;
                }

                owed.Materialize()[index] = state;
            }
        }

        return owed;
    }

    /// <summary>The first handler that is owed and due; -1 when there is none now.</summary>
    public int Next(long now) => FirstOwed(now);

    /// <summary>Whether its predicate must be asked before it is called.</summary>
    public bool IsToBeAsked(int index) => plan.IsConditional(index) && StageOf(index) is HandlerStage.Open;

    public IEnumerable<int> Owed()
    {
        var fallbacks = AllRefused;

        for (var index = fallbacks ? plan.Handlers : 0; index < (fallbacks ? plan.Calls.Length : plan.Handlers); index++)
        {
            if (IsOpen(index))
            {
                yield return index;
            }
        }
    }

    public HandlerStage StageOf(int index) => states?[index].Stage ?? (index < succeeded ? HandlerStage.Finished : HandlerStage.Open);

    /// <summary>How often a handler has failed, and when it was called first.</summary>
    public (int Failures, DateTimeOffset? FirstAt) FailuresOf(int index) =>
        states?[index] is { Failures: > 0 } state ? (state.Failures, new DateTimeOffset(state.FirstAt, TimeSpan.Zero)) : (0, null);

    /// <summary>Whether it failed in the current attempt and what follows is not decided yet.</summary>
    public bool IsUndecided(int index) => IsOpen(index) && DueOf(index) is Undecided;

    public void Wanted(int index) => Materialize()[index].Stage = HandlerStage.Wanted;

    public void NotWanted(int index) => Materialize()[index].Stage = HandlerStage.NotWanted;

    public void Finish(int index)
    {
        if (states is null && index == succeeded)
        {
            succeeded++;
        }
        else
        {
            Materialize()[index].Stage = HandlerStage.Finished;
        }
    }

    /// <summary>Marks it as failed: it gets no further turn until <see cref="CallAgain"/> or <see cref="Finish"/> is called for it.</summary>
    public void Failed(int index) => Materialize()[index].Due = Undecided;

    public void CallAgain(int index, int failures, DateTimeOffset firstAt, long due)
    {
        ref var state = ref Materialize()[index];
        (state.Failures, state.FirstAt, state.Due) = (failures, firstAt.UtcTicks, due);
    }

    /// <summary>Limits a wait to its original length, so that a wall clock that was set back meanwhile parks nothing for ever.</summary>
    private static TimeSpan Remaining(HandlerFailure failure, DateTimeOffset now)
    {
        var meant = failure.DueAt - failure.At;
        var remaining = failure.DueAt - now;

        return remaining > meant ? meant : remaining;
    }

    private int FirstOwed(long latest)
    {
        // Written out, because this is asked several times for each event.
        for (var index = 0; index < plan.Handlers; index++)
        {
            if (IsOpen(index) && DueOf(index) <= latest)
            {
                return index;
            }
        }

        if (!AllRefused)
        {
            return -1;
        }

        for (var index = plan.Handlers; index < plan.Calls.Length; index++)
        {
            if (IsOpen(index) && DueOf(index) <= latest)
            {
                return index;
            }
        }

        return -1;
    }

    private bool IsOpen(int index) => StageOf(index) is HandlerStage.Open or HandlerStage.Wanted;

    private long DueOf(int index) => states?[index].Due ?? long.MinValue;

    private State[] Materialize()
    {
        if (states is null)
        {
            var made = new State[plan.Calls.Length];

            for (var index = 0; index < made.Length; index++)
            {
                made[index] = new State { Stage = StageOf(index), Due = long.MinValue };
            }

            states = made;
        }

        return states;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct State
    {
        public HandlerStage Stage;
        public int Failures;
        public long FirstAt;
        public long Due;
    }
}
