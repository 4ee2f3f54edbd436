using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Handlers;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// Handles one event at a time: calls its handlers one after another in one scope. Whatever a handler does (throws, hangs, blocks its thread, ignores its token)
/// costs that call and nothing else.
/// </summary>
/// <remarks>
/// The event is always in the hands of one thread: the one that calls a handler, the one on which the handler's task ended, or the one that gave the call up. A handler
/// that ends at once costs neither a timer nor a change of threads.
/// </remarks>
internal sealed partial class HandlerSlot : IThreadPoolWorkItem, IDisposable
{
    private readonly SlotEnvironment shared;
    private readonly Func<EventTurn?> take;
    private readonly Action<HandlerSlot> free;
    private readonly HandlerPass pass;
    private readonly List<CallResult> results = [];
    private EventTurn turn = null!;
    private WhatsAppContext context = null!;
    private AsyncServiceScope? scope;
    private bool isCut;
    private volatile bool isStopping;

    public HandlerSlot(SlotEnvironment shared, Func<EventTurn?> take, Action<HandlerSlot> free)
    {
        this.shared = shared;
        this.take = take;
        this.free = free;
        pass = new HandlerPass(shared.Handlers);
        watch = shared.Clock.CreateTimer(static slot => ((HandlerSlot)slot!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins, on a thread of the pool.</summary>
    public void Start() => shared.Scheduler.Queue(this);

    void IThreadPoolWorkItem.Execute() => Run();

    /// <summary>A call that took its time has ended.</summary>
    public void GoOn(RunningCall call, Task task)
    {
        var isThrough = true;

        try
        {
            Note(call, task);
            isThrough = CallOn();
        }
        catch (Exception exception)
        {
            Break(exception);
        }

        if (isThrough)
        {
            Run();
        }
    }

    /// <summary>Takes one event after another, until there is none left or one of them goes on elsewhere.</summary>
    private void Run()
    {
        while (take() is { } next)
        {
            turn = next;

            try
            {
                results.Clear();
                isCut = false;
                context = ContextOf(turn);
                pass.Begin(turn, shared.Clock.GetTimestamp());

                if (!CallOn())
                {
                    return;
                }
            }
            catch (Exception exception)
            {
                Break(exception);
            }
        }

        free(this);
    }

    /// <returns>False when the event goes on elsewhere.</returns>
    private bool CallOn()
    {
        while (!isStopping && pass.Next() is { } handler)
        {
            if (!Call(handler))
            {
                return false;
            }
        }

        // Whatever is left to call when the service stops counts as cut short.
        isCut |= isStopping && pass.Next() is not null;

        if (scope is { } used)
        {
            scope = null;
            var disposing = DisposeAsync(used);

            if (!disposing.IsCompletedSuccessfully)
            {
                _ = EndAfterAsync(disposing);
                return false;
            }
        }

        End();
        return true;
    }

    /// <returns>False when the event goes on elsewhere.</returns>
    private bool Call(BoundHandler handler)
    {
        scope ??= shared.Scopes.CreateAsyncScope();
        var call = new RunningCall(this, shared.Scheduler, handler, scope.Value, shared.Clock.GetTimestamp());
        Watch(call);
        var task = Invoke(handler, scope.Value.ServiceProvider, call.Token);

        if (!task.IsCompleted)
        {
            call.ContinueAfter(task);
            return false;
        }

        if (!call.TryEnd())
        {
            call.LeaveBehind(task);
            return false;
        }

        Note(call, task);
        return true;
    }

    private Task Invoke(BoundHandler handler, IServiceProvider services, CancellationToken token)
    {
        try
        {
            return handler.Call(services, turn.Message!, context, token) ?? Task.FromException(ReturnedNothing(handler.Name));
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    private void Note(RunningCall call, Task task)
    {
        watched = null;
        var handler = call.Handler.Name;

        if (call.IsCutShort)
        {
            HandlerStopped(shared.Logger, handler, turn.Message!.Type, Key);
            isCut = true;
            pass.Wanted();
        }
        else if (call.IsOverdue)
        {
            TimedOut(call);
        }
        else if (task.IsCompletedSuccessfully)
        {
            var isWanted = !ReferenceEquals(task, BoundHandler.NotWanted);
            results.Add(new CallResult(handler, isWanted, Exception: null, call.Begun));

            if (isWanted)
            {
                pass.Wanted();
            }
        }
        else
        {
            var exception = task.Exception?.InnerException ?? new TaskCanceledException(task);
            shared.Metrics.HandlerFailed(handler);
            HandlerFailed(shared.Logger, handler, turn.Message!.Type, Key, exception.GetType().FullName, exception.StackTrace);
            Failed(call, exception);
        }
    }

    private void TimedOut(RunningCall call)
    {
        shared.Metrics.HandlerTimedOut(call.Handler.Name);
        HandlerTimedOut(shared.Logger, call.Handler.Name, turn.Message!.Type, Key, shared.Timeout);
        Failed(call, new TimeoutException($"The handler did not end within {shared.Timeout:c} (Dispatch:HandlerTimeout)."));
    }

    private void Failed(RunningCall call, Exception exception)
    {
        results.Add(new CallResult(call.Handler.Name, IsWanted: true, exception, call.Begun));
        pass.Wanted();
    }

    private void End()
    {
        if (pass.IsUnhandled)
        {
            shared.Metrics.EventUnhandled();
        }

        shared.Ending.End(turn, results, isCut);
    }

    private async Task EndAfterAsync(ValueTask disposing)
    {
        try
        {
            await disposing;
            End();
        }
        catch (Exception exception)
        {
            Break(exception);
        }

        Run();
    }

    /// <summary>Our own mistake. The event is not lost for it: it has its turn again.</summary>
    private void Break(Exception exception)
    {
        EventFailed(shared.Logger, turn.Message?.Type, turn.Delivery?.Id, exception.GetType().FullName, exception.StackTrace);
        watched = null;
        scope = null;
        shared.Ending.Postpone(turn);
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

    private static InvalidOperationException ReturnedNothing(string handler) =>
        new($"The handler {handler} returned null where it should have returned a task.");
}
