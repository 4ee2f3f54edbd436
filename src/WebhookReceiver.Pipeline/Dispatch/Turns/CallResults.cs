namespace WebhookReceiver.Dispatch;

/// <summary>
/// Collects the results of the calls of one attempt, and records immediately those that must be written before the next call. The others are recorded in one batch when the attempt ends.
/// </summary>
internal sealed partial class CallResults(RunEnvironment shared)
{
    private EventTurn turn = null!;
    private List<CallResult> results = [];
    private bool areRefusalsWritten;

    /// <summary>Whether a call was cut short, or not begun, because the service stops.</summary>
    public bool IsCut { get; set; }

    /// <summary>Whether another process handles the event now. No further handler is called then.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether no call has failed or been cut short.</summary>
    public bool IsClean => !IsCut && !results.Exists(static result => result.Exception is not null);

    public void Begin(EventTurn next)
    {
        turn = next;
        results.Clear();
        IsCut = false;
        IsLost = false;
        areRefusalsWritten = false;
    }

    /// <param name="waitsFor">The places that the next handler waits for; null when the attempt ends for another reason.</param>
    public AttemptResults ToAttempt(Bulkhead? waitsFor) => new(results, IsCut, waitsFor);

    /// <summary>Hands the list over to the attempt that was made of it.</summary>
    public void Detach() => results = [];

    public ValueTask AddAsync(RunningCall call, int index, CallEnd ended)
    {
        switch (ended)
        {
            case CallEnd.NotMade:
                return ValueTask.CompletedTask;
            case CallEnd.CutShort:
                IsCut = true;
                HandlerStopped(shared.Logger, NameOf(index), turn.Message!.Type, Key);
                return ValueTask.CompletedTask;
            case CallEnd.Overdue:
                TimedOut(call, index);
                return ValueTask.CompletedTask;
            case CallEnd.InTime when !call.Result.IsCompletedSuccessfully:
                Failed(call, index, call.Result.Exception?.InnerException ?? new TaskCanceledException(call.Result));
                return ValueTask.CompletedTask;
            default:
                return call.Kind is CallKind.Ask ? AnsweredAsync(call, index, (Task<bool>)call.Result) : SucceededAsync(call, index);
        }
    }

    /// <summary>Reports how long the call of a handler took. After its result was added, so that a listener that fails takes no result with it.</summary>
    public void Measure(RunningCall call, int index, CallEnd ended)
    {
        if (call.Kind is CallKind.Handle && ended is not CallEnd.NotMade && shared.Metrics.IsProcessMeasured)
        {
            shared.Metrics.HandlerCalled(NameOf(index), shared.Clock.GetElapsedTime(call.Begun), FailureOf(call, ended));
        }
    }

    /// <summary>Writes the refusals of all handlers before a fallback is called, because a predicate decides once for each event.</summary>
    public async ValueTask WriteRefusalsAsync()
    {
        if (areRefusalsWritten || !results.Exists(static result => !result.IsWanted))
        {
            return;
        }

        areRefusalsWritten = true;

        foreach (var refusal in results.Where(static result => !result.IsWanted))
        {
            OutcomeRecorder.Succeeded(turn, refusal);
        }

        await WriteAsync();
    }

    private async ValueTask AnsweredAsync(RunningCall call, int index, Task<bool> answer)
    {
        if (!await answer)
        {
            turn.Owed.NotWanted(index);
            results.Add(new CallResult(index, IsWanted: false, Exception: null, call.Begun));
            return;
        }

        // Written before the handler is called: from then on it is owed the event, even if its predicate changes its mind.
        turn.Owed.Wanted(index);
        turn.Outcomes.HandlerWanted(turn.Id, NameOf(index));
        await WriteAsync();
    }

    private async ValueTask SucceededAsync(RunningCall call, int index)
    {
        var result = new CallResult(index, IsWanted: true, Exception: null, call.Begun);
        turn.Owed.Finish(index);
        results.Add(result);
        FiguresOf(index).Handled(shared.Clock.GetElapsedTime(call.Begun));

        // The next handler may be the one that kills the process, and this one must not be called again because of it.
        if (turn.IsSuspect && !turn.IsForOneHandler)
        {
            OutcomeRecorder.Succeeded(turn, result);
            await WriteAsync();
        }
    }

    private async ValueTask WriteAsync()
    {
        IsLost = !await turn.RecordAsync(shared.Outcomes);
        await shared.Outcomes.FlushAsync(CancellationToken.None);
    }

    private void TimedOut(RunningCall call, int index)
    {
        Add(call, index, new TimeoutException($"The handler did not end within {shared.Timeout:c} (Dispatch:HandlerTimeout)."));
        shared.Metrics.HandlerTimedOut(NameOf(index));
        FiguresOf(index).TimedOut();
        HandlerTimedOut(shared.Logger, NameOf(index), turn.Message!.Type, Key, shared.Timeout);
    }

    private void Failed(RunningCall call, int index, Exception exception)
    {
        Add(call, index, exception);
        shared.Metrics.HandlerFailed(NameOf(index));
        FiguresOf(index).Failed(shared.Clock.GetElapsedTime(call.Begun));
        HandlerFailed(shared.Logger, NameOf(index), turn.Message!.Type, Key, ExceptionText.TypeOf(exception), ExceptionText.StackOf(exception));
    }

    private void Add(RunningCall call, int index, Exception exception)
    {
        turn.Owed.Failed(index);
        results.Add(new CallResult(index, IsWanted: true, exception, call.Begun));
    }

    private static string? FailureOf(RunningCall call, CallEnd ended) => ended switch
    {
        CallEnd.Overdue => "timeout",
        CallEnd.CutShort => "stopped",
        _ when !call.Result.IsCompletedSuccessfully => "exception",
        _ => null,
    };

    private HandlerFigures FiguresOf(int index) => turn.Owed.Plan.Calls[index].Gate.Figures;

    private string NameOf(int index) => turn.Owed.Plan.Calls[index].Name;
}
