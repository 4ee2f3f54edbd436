using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Runs one attempt of one event after another: calls the handlers in one scope, records the results, disposes of the scope, and lets the lane go on. Whatever a handler
/// does (throws, hangs, blocks its thread, ignores its token) costs that call and nothing else.
/// </summary>
/// <remarks>
/// The user's code is called by <see cref="RunningCall"/>, on the threads of <see cref="RunThread"/>. A handler that ends at once costs neither a timer nor a change of
/// threads, and its call allocates nothing.
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

    /// <summary>Made for one call after another, and made anew when one was left behind.</summary>
    private RunningCall Call => call ??= new RunningCall(shared, thread, watch);

    public EventRun(RunEnvironment shared, EventRuns runs, RunQueue runnable)
    {
        (this.shared, this.runs) = (shared, runs);
        thread = new RunThread(runnable);
        watch = new CallWatch(shared.Clock, shared.Timeout);
        results = new CallResults(shared);
        RunAsync();
    }

    /// <summary>Takes an event that has been begun.</summary>
    /// <returns>False when it has to wait for its place.</returns>
    public bool TryPrepare(EventTurn next)
    {
        turn = next;
        place = turn.Admission.Bulkhead;
        return turn.Admission.HasPlace || place.TryStart(this);
    }

    /// <summary>Runs the event, which has its place, on a thread that its handlers may keep for as long as they like.</summary>
    public void Execute() => thread.Execute();

    /// <summary>The event waits for its place in its lane again, not begun.</summary>
    public void PutBack() => thread.PutBack();

    /// <summary>Fires the token of the running handler because the service stops, and calls no further one.</summary>
    public void CutShort() => watch.CutShort();

    /// <summary>The service begins to stop: what has been recorded need not wait for its services to be disposed of for long.</summary>
    public void HurryDisposal() => watch.HurryDisposal();

    public void Dispose() => watch.Dispose();

    /// <summary>One event after another.</summary>
    /// <remarks>A mistake in here leaves an event stuck. There is no task that could hide it, so it ends the process.</remarks>
    private async void RunAsync()
    {
        while (true)
        {
            var hasPlace = await thread.UntilStartedAsync().ConfigureAwait(false);
            var end = default(AttemptEnd);
            Exception? failure = null;
            results.Begin(turn);

            try
            {
                var waitsFor = hasPlace ? null : GiveUpPlace();
                var context = hasPlace ? ContextOf(turn) : null;
                var now = shared.Clock.GetTimestamp();

                while (hasPlace && !results.IsLost && NextOwed(now) is >= 0 and var index)
                {
                    if (watch.IsStopping)
                    {
                        // What is left to call waits for the next start. There this attempt goes on, unless a call has failed or was cut short.
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
                        ? await Call.AskAsync(planned.Handler!, turn.Message!, scope, place).ConfigureAwait(false)
                        : await Call.HandleAsync(planned.Handler!, turn.Message!, context!, scope ??= shared.Scopes.CreateAsyncScope(), place).ConfigureAwait(false);
                    var made = Take();
                    now = Math.Max(now, made.Begun);
                    await results.AddAsync(made, index, ended);
                }

                // From here on nothing is called again for this attempt, whatever fails.
                turn.Unrecorded = results.ToAttempt(waitsFor);
                end = await shared.Attempts.RecordAsync(turn, turn.Unrecorded);
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

                    var ended = await Call.DisposeAsync(used, place).ConfigureAwait(false);
                    Take();

                    if (ended is CallEnd.Overdue)
                    {
                        DisposalLeftBehind(shared.Logger, turn.Message!.Type, new MaskedId(turn.Message.Key.ToString()), shared.Timeout);
                    }
                }
                catch (Exception exception)
                {
                    failure ??= PutOff(exception);
                }
            }

            await FinishAsync(end, failure);
        }
    }

    /// <returns>-1 when no handler is to be called now. One that does not exist any more is not called, and ends the attempt.</returns>
    private int NextOwed(long now)
    {
        var index = turn.Owed.Next(now);
        return index >= 0 && turn.Owed.Plan.Calls[index].Handler is not null ? index : -1;
    }

    /// <summary>Changes to the places of the next handler.</summary>
    private bool TryEnter(Bulkhead wanted)
    {
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

    /// <summary>Takes the call that has ended. What it uses is its own if it was left behind: its services, and its place if it keeps that.</summary>
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

    /// <summary>The place that was to be waited for, and that the event now waits for in its lane.</summary>
    private Bulkhead? GiveUpPlace()
    {
        var waitsFor = place;
        place = null;
        results.IsCut = watch.IsStopping;
        return waitsFor;
    }

    /// <summary>
    /// Something failed that is no fault of a handler: our own mistake, or a want of memory. What has been done is recorded later, and what has not been done is done later;
    /// nothing is done twice for it.
    /// </summary>
    private Exception PutOff(Exception exception)
    {
        turn.Unrecorded ??= results.ToAttempt(waitsFor: null);
        results.Detach();
        return exception;
    }

    /// <summary>Lets the lane go on, and frees the run and the place.</summary>
    private async ValueTask FinishAsync(AttemptEnd end, Exception? failure)
    {
        // From here on the event may be in other hands already.
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
            EventFailed(shared.Logger, broken.Message?.Type, broken.Delivery?.Id, ExceptionText.TypeOf(exception), ExceptionText.StackOf(exception));
        }
        catch (Exception)
        {
            // A logger that fails while memory is short must not take the place of the handler with it; the event is put off and counted all the same.
        }

        shared.Trouble.EventFailed(exception);
    }

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
}
