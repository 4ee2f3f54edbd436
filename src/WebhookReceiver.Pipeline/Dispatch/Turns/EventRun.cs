using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Handlers;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Runs one attempt of one event: calls its handlers one after another in one scope, records the results, disposes of the scope, and lets the lane go on. Whatever a
/// handler does (throws, hangs, blocks its thread, ignores its token) costs that call and nothing else. Used again for other events.
/// </summary>
/// <remarks>
/// The event is always in the hands of one thread: the one that calls a handler, the one on which the handler's task ended, or the one that left the call behind. A handler
/// that ends at once costs neither a timer nor a change of threads.
/// </remarks>
internal sealed partial class EventRun : IDisposable
{
    private readonly RunEnvironment shared;
    private readonly EventRuns runs;
    private EventTurn turn = null!;
    private WhatsAppContext? context;
    private List<CallResult> results = [];
    private AsyncServiceScope? scope;
    private Bulkhead? place;
    private long lastBegun;
    private bool isCut;
    private bool areRefusalsWritten;
    private AttemptEnd end;
    private volatile bool isStopping;

    public EventRun(RunEnvironment shared, EventRuns runs)
    {
        this.shared = shared;
        this.runs = runs;
        watch = shared.Clock.CreateTimer(static run => ((EventRun)run!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes an event that has been begun.</summary>
    /// <returns>False when it has to wait for its place.</returns>
    public bool TryPrepare(EventTurn next)
    {
        turn = next;
        context = null;
        results.Clear();
        isCut = false;
        areRefusalsWritten = false;
        place = turn.Admission.Bulkhead;
        return turn.Admission.HasPlace || place.TryStart(this);
    }

    /// <summary>Calls the handlers, on a thread that may be kept for as long as they like.</summary>
    public void Execute()
    {
        try
        {
            context = ContextOf(turn);
            lastBegun = shared.Clock.GetTimestamp();
            CallOn();
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    /// <summary>A call that took its time has ended.</summary>
    public void GoOn(RunningCall call, Task task)
    {
        try
        {
            if (call.Kind is CallKind.Dispose)
            {
                watched = null;

                if (call.IsOverdue)
                {
                    DisposalLeftBehind(shared.Logger, turn.Message!.Type, Key, shared.Timeout);
                }

                Finish();
            }
            else if (Note(call, task))
            {
                CallOn();
            }
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    /// <summary>The service stops before the event has got its place.</summary>
    public void Cancel()
    {
        isCut = true;
        PutBack();
    }

    /// <summary>The event waits for its place in its lane again, not begun.</summary>
    public void PutBack()
    {
        var waitsFor = place;
        place = null;

        try
        {
            EndAttempt(waitsFor);
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    private void CallOn()
    {
        var now = shared.Clock.GetTimestamp();

        while (turn.Owed.Next(now) is >= 0 and var index)
        {
            var call = turn.Owed.Plan.Calls[index];

            if (call.Handler is null)
            {
                break;
            }

            if (isStopping)
            {
                // Whatever is left to call waits for the next start. There this attempt goes on, unless a call has failed or was cut short.
                var waitsFor = isCut || results.Exists(static result => result.Exception is not null) ? null : place;
                isCut = true;
                EndAttempt(waitsFor);
                return;
            }

            if (index >= turn.Owed.Plan.Handlers && !AreRefusalsWritten())
            {
                return;
            }

            var isAsked = turn.Owed.IsToBeAsked(index);
            var wanted = isAsked ? call.Gate.Asks : call.Gate.Calls;

            if (place != wanted && !turn.IsSuspect && !TryChangePlace(wanted))
            {
                EndAttempt(wanted);
                return;
            }

            if (!(isAsked ? Ask(index, call) : Call(index, call)))
            {
                return;
            }
        }

        EndAttempt(waitsFor: null);
    }

    /// <summary>That no handler wants the event is decided once, as what each of them wants is: it is written before the fallback is called.</summary>
    /// <returns>False when the event goes on elsewhere.</returns>
    private bool AreRefusalsWritten()
    {
        if (areRefusalsWritten || !results.Exists(static result => !result.IsWanted))
        {
            return true;
        }

        areRefusalsWritten = true;

        foreach (var refusal in results.Where(static result => !result.IsWanted))
        {
            shared.Recorder.Succeeded(turn, refusal);
        }

        return IsWritten();
    }

    private bool TryChangePlace(Bulkhead wanted)
    {
        if (!wanted.TryEnter())
        {
            return false;
        }

        LeavePlace();
        place = wanted;
        return true;
    }

    /// <returns>False when the event goes on elsewhere.</returns>
    private bool Ask(int index, PlannedCall planned)
    {
        var call = Begin(CallKind.Ask, index);
        return Await(call, Invoke(planned.Handler!));

        Task Invoke(BoundHandler handler)
        {
            try
            {
                return Task.FromResult(handler.Where?.Invoke(turn.Message!) ?? true);
            }
            catch (Exception exception)
            {
                return Task.FromException(exception);
            }
        }
    }

    /// <returns>False when the event goes on elsewhere.</returns>
    private bool Call(int index, PlannedCall planned)
    {
        scope ??= shared.Scopes.CreateAsyncScope();
        var call = Begin(CallKind.Handle, index);
        return Await(call, Invoke(planned.Handler!, scope.Value.ServiceProvider));

        Task Invoke(BoundHandler handler, IServiceProvider services)
        {
            try
            {
                return handler.Call(services, turn.Message!, context!, call.Token) ?? Task.FromException(ReturnedNothing(handler.Name));
            }
            catch (Exception exception)
            {
                return Task.FromException(exception);
            }
        }
    }

    private RunningCall Begin(CallKind kind, int index)
    {
        lastBegun = shared.Clock.GetTimestamp();
        var call = new RunningCall(this, shared.Scheduler, kind, index, scope, lastBegun, lastBegun + Ticks(shared.Timeout));
        Watch(call);
        return call;
    }

    /// <returns>False when the event goes on elsewhere.</returns>
    private bool Await(RunningCall call, Task task)
    {
        if (!task.IsCompleted)
        {
            call.ContinueAfter(task);
            return false;
        }

        if (!call.TryEnd())
        {
            call.CameBack(task);
            return false;
        }

        return Note(call, task);
    }

    /// <returns>False when the event goes on elsewhere.</returns>
    private bool Note(RunningCall call, Task task)
    {
        watched = null;

        if (call.IsCutShort)
        {
            isCut = true;
            HandlerStopped(shared.Logger, NameOf(call), turn.Message!.Type, Key);
            return true;
        }

        if (call.IsOverdue)
        {
            TimedOut(call);
            return true;
        }

        if (!task.IsCompletedSuccessfully)
        {
            Failed(call, task.Exception?.InnerException ?? new TaskCanceledException(task));
            return true;
        }

        return call.Kind is CallKind.Ask ? Answered(call, ((Task<bool>)task).Result) : Succeeded(call);
    }

    private bool Answered(RunningCall call, bool isWanted)
    {
        if (!isWanted)
        {
            turn.Owed.NotWanted(call.Index);
            results.Add(new CallResult(call.Index, IsWanted: false, Exception: null, call.Begun));
            return true;
        }

        // Written before the handler is called: whatever its predicate says later, it is owed this event.
        turn.Owed.Wanted(call.Index);
        turn.Outcomes.HandlerWanted(turn.Id, NameOf(call));
        return IsWritten();
    }

    private bool Succeeded(RunningCall call)
    {
        var result = new CallResult(call.Index, IsWanted: true, Exception: null, call.Begun);
        turn.Owed.Finish(call.Index);
        results.Add(result);

        if (!turn.IsSuspect || turn.IsForOneHandler)
        {
            return true;
        }

        // The next handler may be the one that kills the process, and this one is not to be called again for that.
        shared.Recorder.Succeeded(turn, result);
        return IsWritten();
    }

    private void TimedOut(RunningCall call)
    {
        Note(call, new TimeoutException($"The handler did not end within {shared.Timeout:c} (Dispatch:HandlerTimeout)."));
        shared.Metrics.HandlerTimedOut(NameOf(call));
        HandlerTimedOut(shared.Logger, NameOf(call), turn.Message!.Type, Key, shared.Timeout);
    }

    private void Failed(RunningCall call, Exception exception)
    {
        Note(call, exception);
        shared.Metrics.HandlerFailed(NameOf(call));
        HandlerFailed(shared.Logger, NameOf(call), turn.Message!.Type, Key, ExceptionText.TypeOf(exception), ExceptionText.StackOf(exception));
    }

    private void Note(RunningCall call, Exception exception)
    {
        turn.Owed.Failed(call.Index);
        results.Add(new CallResult(call.Index, IsWanted: true, exception, call.Begun));
    }

    /// <returns>False when the event goes on elsewhere, as soon as what was recorded has been written.</returns>
    private bool IsWritten()
    {
        turn.RecordAsync(shared.Outcomes).AsTask().GetAwaiter().GetResult();
        var flush = shared.Outcomes.FlushAsync(CancellationToken.None);

        if (flush.IsCompletedSuccessfully)
        {
            return true;
        }

        _ = GoOnAfterAsync(flush);
        return false;
    }

    private async Task GoOnAfterAsync(ValueTask flush)
    {
        try
        {
            await flush;
            CallOn();
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    private void EndAttempt(Bulkhead? waitsFor)
    {
        var attempt = new AttemptResults(results, isCut, waitsFor);
        turn.Unrecorded = attempt;
        end = shared.Ending.RecordAsync(turn, attempt).AsTask().GetAwaiter().GetResult();
        turn.Unrecorded = null;

        if (scope is not { } used)
        {
            Finish();
            return;
        }

        scope = null;
        var now = shared.Clock.GetTimestamp();
        var grace = now + Ticks(Grace);
        var call = new RunningCall(
            this, shared.Scheduler, CallKind.Dispose, index: 0, scope: null, now, isStopping ? grace : Math.Max(grace, lastBegun + Ticks(shared.Timeout)));
        Watch(call);
        var task = DisposeAsync(used);

        if (!task.IsCompleted)
        {
            call.ContinueAfter(task);
        }
        else if (call.TryEnd())
        {
            watched = null;
            Finish();
        }
        else
        {
            call.CameBack(task);
        }
    }

    private void Finish()
    {
        var (finished, how, left) = (turn, end, place);

        // From here on the event may be in other hands already.
        place = null;

        try
        {
            shared.Ending.FinishAsync(finished, how).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            finished.Unrecorded = new AttemptResults(results, isCut, how.WaitsFor);
            results = [];
            shared.Ending.Postpone(finished.Lane);
            Report(finished, exception);
        }

        Free(left);
    }

    /// <summary>
    /// Something failed that is no fault of a handler: our own mistake, or a want of memory. What has been done is recorded later, and what has not been done is done later;
    /// nothing is done twice for it.
    /// </summary>
    private void Break(Exception exception)
    {
        watched = null;
        var left = place;
        place = null;

        if (scope is { } used)
        {
            scope = null;
            _ = DisposeAsync(used);
        }

        turn.Unrecorded ??= new AttemptResults(results, isCut, WaitsFor: null);
        results = [];
        var broken = turn;
        shared.Ending.Postpone(broken.Lane);
        Report(broken, exception);
        Free(left);
    }

    private void Report(EventTurn broken, Exception exception)
    {
        try
        {
            EventFailed(shared.Logger, broken.Message?.Type, broken.Delivery?.Id, ExceptionText.TypeOf(exception), ExceptionText.StackOf(exception));
        }
        catch (Exception)
        {
            // A logger that fails while memory is short must not take the place of the handler with it; the event is put off and counted all the same.
        }

        shared.Trouble.EventFailed(exception);
    }

    private void Free(Bulkhead? left)
    {
        runs.Return(this);
        left?.Leave();
    }

    private void LeavePlace()
    {
        place?.Leave();
        place = null;
    }

    private string NameOf(RunningCall call) => turn.Owed.Plan.Calls[call.Index].Name;

    private static WhatsAppContext ContextOf(EventTurn turn)
    {
        var (message, delivery) = (turn.Message!, turn.Delivery!);

        return new WhatsAppContext
        {
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

    private static InvalidOperationException ReturnedNothing(string handler) =>
        new($"The handler {handler} returned null where it should have returned a task.");
}
