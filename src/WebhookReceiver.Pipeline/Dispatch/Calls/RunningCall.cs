using System.Threading.Tasks.Sources;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Handlers;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// One call into the user's code: a predicate, a handler, or the disposal of their services. It ends once: either it completes, in time or after its token has fired, or it is
/// left behind. Reused for the next call of its run, unless it was left behind: then it keeps its state until it completes.
/// </summary>
internal sealed class RunningCall : IThreadPoolWorkItem, IValueTaskSource<CallEnd>
{
    private readonly RunEnvironment shared;
    private readonly RunThread thread;
    private readonly CallWatch watch;
    private readonly CallToken token = new();
    private readonly Action taskEnded;
    private ManualResetValueTaskSourceCore<CallEnd> ended;
    private BoundHandler? handler;
    private WhatsAppEvent? message;
    private WhatsAppContext? context;
    private AsyncServiceScope? scope;
    private AttemptTrace? trace;
    private Task? task;
    private Exception? failure;

    public RunningCall(RunEnvironment shared, RunThread thread, CallWatch watch)
    {
        (this.shared, this.thread, this.watch) = (shared, thread, watch);
        taskEnded = () => shared.Scheduler.Queue(this);
    }

    public CallKind Kind { get; private set; }

    public CallState State { get; } = new();

    /// <summary>When it began, as a timestamp.</summary>
    public long Begun { get; private set; }

    /// <summary>The task that the user's code returned.</summary>
    public Task Result => task ?? Task.CompletedTask;

    /// <summary>The place at which it runs; null when it needs none.</summary>
    public Bulkhead? Place { get; private set; }

    /// <summary>Whether it keeps its place after it was left behind, because there are too many such calls.</summary>
    public bool KeepsPlace { get; private set; }

    /// <summary>Asks whether a handler wants the event.</summary>
    public ValueTask<CallEnd> AskAsync(BoundHandler called, WhatsAppEvent with, AsyncServiceScope? used, Bulkhead? place, AttemptTrace? trace) =>
        Prepare(CallKind.Ask, called, with, about: null, used, place, trace);

    /// <summary>Calls a handler.</summary>
    public ValueTask<CallEnd> HandleAsync(BoundHandler called, WhatsAppEvent with, WhatsAppContext about, AsyncServiceScope used, Bulkhead? place, AttemptTrace? trace)
    {
        trace?.BeginCall(called.Name);
        return Prepare(CallKind.Handle, called, with, about, used, place, trace);
    }

    /// <summary>Disposes of services.</summary>
    public ValueTask<CallEnd> DisposeAsync(AsyncServiceScope used, Bulkhead? place, AttemptTrace? trace) =>
        Prepare(CallKind.Dispose, called: null, with: null, about: null, used, place, trace);

    /// <summary>Clears the arguments and the result of the last call.</summary>
    public void Clear()
    {
        (handler, message, context, scope, trace, task, failure, Place) = (null, null, null, null, null, null, null, null);

        if (Kind is CallKind.Handle)
        {
            token.Reset(hasFired: State.End is CallEnd.Overdue or CallEnd.CutShort);
        }

        Kind = CallKind.Ask;
    }

    /// <summary>Makes the call, or continues after its task has ended.</summary>
    public void Execute() => thread.Make(this);

    /// <summary>Makes the call if it has not been made, and ends it if its task has completed.</summary>
    /// <returns>Whether it has ended, so that the caller continues the event.</returns>
    public bool TryEndHere()
    {
        try
        {
            if (task is null && !TryMake())
            {
                return true;
            }

            if (!task!.IsCompleted)
            {
                // Continues on another thread when the task completes: the thread that completes it belongs to the user.
                task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(taskEnded);
                return false;
            }
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        if (State.TryEnd())
        {
            watch.End();
            return true;
        }

        _ = ComeBackAsync();
        return false;
    }

    /// <summary>Resumes the method of the run, which awaits this call.</summary>
    public void Complete()
    {
        if (failure is not null)
        {
            ended.SetException(failure);
        }
        else
        {
            ended.SetResult(State.End);
        }
    }

    /// <summary>Fires the token, once.</summary>
    /// <returns>False when the call has ended, or its token has fired before.</returns>
    public bool TryCutShort(bool isStopping)
    {
        // Read first: once it is cut short, the call may end and the next one begin with another source. The watch prevents that until this method has returned.
        var source = Kind is CallKind.Handle ? token.Source : null;

        if (!State.TryCutShort(isStopping))
        {
            return false;
        }

        if (source is not null)
        {
            CallToken.Fire(source, shared.Scheduler);
        }

        return true;
    }

    /// <summary>Continues the event without this call. The place is freed or kept by the call; the event takes another if it needs one.</summary>
    public void LeaveBehind()
    {
        KeepsPlace = Place is not null && !Place.TryLeaveBehind();
        shared.Threads.CallLeftBehind();
        shared.Scheduler.Queue(new LeftBehind(this));
    }

    CallEnd IValueTaskSource<CallEnd>.GetResult(short token) => ended.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<CallEnd>.GetStatus(short token) => ended.GetStatus(token);

    void IValueTaskSource<CallEnd>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        ended.OnCompleted(continuation, state, token, flags);

        try
        {
            thread.Want(this);
        }
        catch (OutOfMemoryException exception)
        {
            // An exception that escapes here would end the process. The call has not been made.
            ended.SetException(exception);
        }
    }

    private ValueTask<CallEnd> Prepare(CallKind kind, BoundHandler? called, WhatsAppEvent? with, WhatsAppContext? about, AsyncServiceScope? used, Bulkhead? place, AttemptTrace? spans)
    {
        Clear();

        if (kind is CallKind.Handle)
        {
            token.Renew();
        }

        (Kind, handler, message, context, scope, Place, trace) = (kind, called, with, about, used, place, spans);
        ended.Reset();
        return new ValueTask<CallEnd>(this, ended.Version);
    }

    /// <returns>False when it must not be made.</returns>
    private bool TryMake()
    {
        if (watch.TryBegin(this) is not { } begun)
        {
            State.Refuse();
            return false;
        }

        Begun = begun;
        trace?.Enter();
        task = Invoke();
        AttemptTrace.Leave(trace);
        return true;
    }

    private Task Invoke()
    {
        try
        {
            return Kind switch
            {
                CallKind.Ask => Task.FromResult(handler!.Where?.Invoke(message!) ?? true),
                CallKind.Handle => handler!.Call(scope!.Value.ServiceProvider, message!, context!, token.Source!.Token) ?? Task.FromException(ReturnedNothing(handler.Name)),
                _ => ScopeDisposal.DisposeAsync(scope!.Value, shared.Logger),
            };
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    /// <summary>The call returned after it was left behind. Its task may still run and use the services of its scope, so the scope is disposed of only afterwards.</summary>
    private async Task ComeBackAsync()
    {
        await Result.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        if (Kind is not CallKind.Dispose && scope is { } used)
        {
            await ScopeDisposal.DisposeAsync(used, shared.Logger);
        }

        watch.Settle();
        shared.Threads.CallCameBack();
        Place?.CameBack(KeepsPlace);
    }

    private static InvalidOperationException ReturnedNothing(string handler) =>
        new($"The handler {handler} returned null instead of a task.");

    private sealed class LeftBehind(RunningCall call) : IThreadPoolWorkItem
    {
        public void Execute() => call.thread.GoOn(call);
    }
}
