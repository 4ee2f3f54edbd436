using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Runs attempts, one event at a time: calls the handlers in one scope, records the results, disposes of the scope, and lets the lane continue. A handler that throws, hangs,
/// blocks its thread or ignores its token affects its own call and nothing else.
/// </summary>
/// <remarks>
/// <see cref="RunningCall"/> calls the user's code, on the threads of <see cref="RunThread"/>. A handler that completes synchronously costs neither a timer nor a thread
/// switch, and its call allocates nothing.
/// </remarks>
internal sealed partial class EventRun : IThreadPoolWorkItem, IDisposable
{
    private readonly RunEnvironment shared;
    private readonly EventRuns runs;
    private readonly RunThread thread;
    private readonly CallWatch watch;
    private readonly CallResults results;
    private RunningCall? call;
    private EventTurn turn = null!;
    private AsyncServiceScope? scope;
    private Bulkhead? place;

    /// <summary>Reused for every call; replaced after a call was left behind.</summary>
    private RunningCall Call => call ??= new RunningCall(shared, thread, watch);

    public EventRun(RunEnvironment shared, EventRuns runs, RunQueue runnable)
    {
        (this.shared, this.runs) = (shared, runs);
        thread = new RunThread(runnable);
        watch = new CallWatch(shared.Clock, shared.Timeout);
        results = new CallResults(shared);
        RunAsync();
    }

    /// <summary>Assigns an event that has been begun to this run.</summary>
    /// <returns>False when the event has to wait for its place.</returns>
    public bool TryPrepare(EventTurn next)
    {
        turn = next;
        place = turn.Admission.Bulkhead;
        return turn.Admission.HasPlace || place.TryStart(this);
    }

    /// <summary>Runs the event, which has its place, on a thread that its handlers may block for any length of time.</summary>
    public void Execute() => thread.Execute();

    /// <summary>Returns the event to its lane, where it waits for a place without being begun.</summary>
    public void PutBack() => thread.PutBack();

    /// <summary>Fires the token of the running handler because the service stops, and calls no further one.</summary>
    public void CutShort() => watch.CutShort();

    /// <summary>Shortens the wait for disposals when the service begins to stop: the results are recorded already.</summary>
    public void HurryDisposal() => watch.HurryDisposal();

    public void Dispose() => watch.Dispose();

    /// <summary>Runs one event per iteration, from the first call to the end of the attempt.</summary>
    /// <remarks>An exception that escapes would leave an event stuck. Since this is <c>async void</c>, no task can hide it: it ends the process.</remarks>
    private async void RunAsync()
    {
        while (true)
        {
            var hasPlace = await thread.UntilStartedAsync().ConfigureAwait(false);
            var end = default(AttemptEnd);
            Exception? failure = null;
            AttemptTrace? trace = null;
            results.Begin(turn);

            try
            {
                trace = hasPlace ? AttemptTrace.Begin(turn, shared.FollowsNotification) : null;
                var waitsFor = hasPlace ? null : GiveUpPlace();
                var context = hasPlace ? ContextOf(turn) : null;
                var now = shared.Clock.GetTimestamp();

                while (hasPlace && !results.IsLost && NextOwed(now) is >= 0 and var index)
                {
                    if (watch.IsStopping)
                    {
                        // The remaining calls wait for the next start. It continues this attempt, unless a call has failed or was cut short.
                        waitsFor = results.IsClean ? place : null;
                        results.IsCut = true;
                        break;
                    }

                    var planned = turn.Owed.Plan.Calls[index];
                    var isAsked = turn.Owed.IsToBeAsked(index);

                    if (index >= turn.Owed.Plan.Handlers)
                    {
                        await results.WriteRefusalsAsync();
                    }

                    if (!TryEnter(isAsked ? planned.Gate.Asks : planned.Gate.Calls))
                    {
                        waitsFor = isAsked ? planned.Gate.Asks : planned.Gate.Calls;
                        break;
                    }

                    var ended = isAsked
                        ? await Call.AskAsync(planned.Handler!, turn.Message!, scope, place, trace).ConfigureAwait(false)
                        : await Call.HandleAsync(planned.Handler!, turn.Message!, context!, scope ??= shared.Scopes.CreateAsyncScope(), place, trace).ConfigureAwait(false);
                    var made = Take();
                    now = Math.Max(now, made.Begun);

                    // The lines about the call are logged before the first await, and belong to its span.
                    trace?.EnterToLog();
                    var adding = results.AddAsync(made, index, ended);
                    trace?.EndCall(ended, made.Result);
                    await adding;
                    results.Measure(made, index, ended);
                }

                // From here on no handler is called again for this attempt, even if recording fails.
                turn.Unrecorded = results.ToAttempt(waitsFor);
                trace?.EnterToLog();
                var recording = shared.Attempts.RecordAsync(turn, turn.Unrecorded);
                AttemptTrace.Leave(trace);
                end = await recording;
                turn.Unrecorded = null;
            }
            catch (Exception exception)
            {
                failure = PutOff(exception);
            }

            if (scope is { } used)
            {
                try
                {
                    scope = null;

                    var ended = await Call.DisposeAsync(used, place, trace).ConfigureAwait(false);
                    Take();

                    if (ended is CallEnd.Overdue)
                    {
                        DisposalLeftBehind(shared.Logger, turn.Message!.Type, new ShortKey(turn.Message.Key), shared.Timeout);
                    }
                }
                catch (Exception exception)
                {
                    failure ??= PutOff(exception);
                }
            }

            trace?.End(end.Kind, failure);
            await FinishAsync(end, failure);
        }
    }

    /// <returns>-1 when there is no handler to call now. A handler that no longer exists is not called, and ends the attempt.</returns>
    private int NextOwed(long now)
    {
        var index = turn.Owed.Next(now);
        return index >= 0 && turn.Owed.Plan.Calls[index].Handler is not null ? index : -1;
    }

    /// <summary>Exchanges the current place for one of the next handler.</summary>
    private bool TryEnter(Bulkhead wanted)
    {
        if (wanted.IsPaused)
        {
            // Also when it has a place: the handler was paused since it got it.
            return false;
        }

        if (place == wanted || turn.IsSuspect)
        {
            return true;
        }

        if (!wanted.TryEnter())
        {
            return false;
        }

        place?.Leave();
        place = wanted;
        return true;
    }

    /// <summary>Takes the result of the call. A call that was left behind keeps its scope, and its place if there are too many such calls.</summary>
    private RunningCall Take()
    {
        var made = call!;

        if (made.State.IsLeftBehind)
        {
            var left = made.KeepsPlace ? null : place;
            (call, place, scope) = (null, null, null);
            left?.Leave();
        }

        return made;
    }

    /// <summary>Gives up waiting for a place here; the event waits for it in its lane instead.</summary>
    private Bulkhead? GiveUpPlace()
    {
        var waitsFor = place;
        place = null;
        results.IsCut = watch.IsStopping;
        return waitsFor;
    }

    /// <summary>
    /// Keeps the results after a failure that is not the fault of a handler: a bug of ours, or a lack of memory. They are recorded later, and the remaining calls are made later;
    /// no call is made twice because of it.
    /// </summary>
    private Exception PutOff(Exception exception)
    {
        turn.Unrecorded ??= results.ToAttempt(waitsFor: null);
        results.Detach();
        return exception;
    }

    /// <summary>Lets the lane continue, and frees the run and the place.</summary>
    private async ValueTask FinishAsync(AttemptEnd end, Exception? failure)
    {
        // From here on another thread may be using the event.
        var (finished, left) = (turn, place);
        (turn, place) = (null!, null);
        call?.Clear();

        if (failure is null)
        {
            try
            {
                await shared.Attempts.FinishAsync(finished, end);
            }
            catch (Exception exception)
            {
                finished.Unrecorded = results.ToAttempt(end.WaitsFor);
                results.Detach();
                failure = exception;
            }
        }

        if (failure is not null)
        {
            shared.Attempts.Postpone(finished.Lane);
            Report(finished, failure);
        }

        thread.Reset();
        runs.Return(this);
        left?.Leave();
    }

    private void Report(EventTurn broken, Exception exception)
    {
        try
        {
            EventFailed(shared.Logger, broken.Message?.Type, broken.Message is { } message ? new ShortKey(message.Key) : null, broken.Delivery?.Id, ExceptionText.TypeOf(exception), ExceptionText.StackOf(exception));
        }
        catch (Exception)
        {
            // A logger that fails while memory is short must not leak the place of the handler; the event is still put off and counted.
        }

        shared.Trouble.EventFailed(exception);
    }

    private static WhatsAppContext ContextOf(EventTurn turn)
    {
        var (message, delivery) = (turn.Message!, turn.Delivery!);

        return new WhatsAppContext
        {
            Epoch = turn.Epoch,
            Key = message.Key,
            Endpoint = delivery.Endpoint,
            Account = message.Account,
            PhoneNumberId = message.PhoneNumberId,
            User = message.User,
            DeliveryId = delivery.Id,
            Attempt = turn.Attempt,
            IsStale = turn.IsStale,
            ReceivedAt = delivery.ReceivedAt,
            RawJson = message.RawJson,
        };
    }
}
