using System.Diagnostics;
using WebhookReceiver.Tracing;

namespace WebhookReceiver.Dispatch;

/// <summary>
/// The spans of one attempt: one for the attempt, in a trace of its own that is linked to the POST, and below it one for each call of a handler. It exists only while somebody listens and has chosen to see the
/// attempt.
/// </summary>
/// <remarks>
/// A span is current only where <see cref="Enter"/> makes it so: while the user's code is called, and while lines about it are logged. Otherwise it would be inherited by what the run only wakes, such as the
/// threads that write outcomes.
/// </remarks>
internal sealed class AttemptTrace
{
    private readonly Activity span;
    private Activity? call;

    private AttemptTrace(Activity span) => this.span = span;

    /// <returns>Null when nobody listens, or nobody wants to see this attempt.</returns>
    public static AttemptTrace? Begin(EventTurn turn)
    {
        if (!ReceiverTraces.Source.HasListeners())
        {
            return null;
        }

        ActivityLink[]? links = turn.Delivery!.Trace is { } post ? [new ActivityLink(post.Context)] : null;
        var before = Activity.Current;

        try
        {
            // Without a current span it begins a new trace.
            Activity.Current = null;

            if (ReceiverTraces.Source.StartActivity(turn.Letter is null ? ReceiverTraces.Process : ReceiverTraces.Replay, ActivityKind.Consumer, parentContext: default, tags: null, links) is not { } span)
            {
                return null;
            }

            // It is not recorded for every event, and then only carries the decision on to what the handlers call.
            if (span.IsAllDataRequested)
            {
                Describe(span, turn);
            }

            return new AttemptTrace(span);
        }
        catch (Exception)
        {
            // Listeners are the user's code. One that fails must not keep an event from being handled, here and below.
            return null;
        }
        finally
        {
            Activity.Current = before;
        }
    }

    /// <summary>Leaves no current span on this thread, not even one that the user's code has left behind.</summary>
    /// <param name="trace">Null when nothing is traced, and nothing was changed.</param>
    public static void Leave(AttemptTrace? trace)
    {
        if (trace is not null)
        {
            Activity.Current = null;
        }
    }

    /// <summary>Makes the innermost span the current one of this thread, for the user's code.</summary>
    public void Enter() => Activity.Current = call ?? span;

    /// <summary>The same for lines of the log, which belong to no span where none is recorded.</summary>
    public void EnterToLog()
    {
        if (span.IsAllDataRequested)
        {
            Enter();
        }
    }

    /// <summary>A handler is about to be called.</summary>
    public void BeginCall(string handler)
    {
        if (!span.IsAllDataRequested)
        {
            return;
        }

        try
        {
            Activity.Current = span;
            call = ReceiverTraces.Source.StartActivity(handler, ActivityKind.Internal, parentContext: default, [new(ReceiverTraces.HandlerTag, handler)]);
        }
        catch (Exception)
        {
            call = null;
        }
        finally
        {
            Activity.Current = null;
        }
    }

    /// <summary>The call has ended, or was left behind: what it still does is recorded below a span that has ended.</summary>
    public void EndCall(CallEnd end, Task result)
    {
        if (call is { } ended)
        {
            call = null;

            if (end is CallEnd.NotMade)
            {
                ended.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            }
            else if (ErrorOf(end, result) is { } error)
            {
                ended.Fail(error);
                span.SetStatus(ActivityStatusCode.Error);
                AddException(ended, end, error);
            }

            ended.End();
        }

        Activity.Current = null;
    }

    /// <param name="outcome">What follows from the attempt.</param>
    /// <param name="failure">Why it could not be carried out or recorded; null when it was.</param>
    public void End(AttemptEndKind outcome, Exception? failure)
    {
        if (span.IsAllDataRequested)
        {
            EndCall(CallEnd.NotMade, Task.CompletedTask);
            span.SetTag(ReceiverTraces.OutcomeTag, failure is null ? NameOf(outcome) : "put off");

            if (failure is not null)
            {
                span.Fail(ExceptionText.TypeOf(failure) ?? nameof(Exception));
            }
        }

        span.End();
        Activity.Current = null;
    }

    private static void Describe(Activity span, EventTurn turn)
    {
        var (message, delivery) = (turn.Message!, turn.Delivery!);
        var type = SpanType.Of(message);

        span.DisplayName = $"process whatsapp.{type}";
        span.SetTag("messaging.system", "whatsapp");
        span.SetTag("messaging.operation.type", "process");
        span.SetTag("messaging.operation.name", "process");
        span.SetTag("messaging.destination.name", $"whatsapp.{type}");
        span.SetTag(ReceiverTraces.EndpointTag, delivery.Endpoint);
        span.SetTag(ReceiverTraces.DeliveryTag, delivery.Id.ToString());
        span.SetTag(ReceiverTraces.KeyTag, message.Key.ToString()[..12]);
        span.SetTag(ReceiverTraces.TypeTag, type);
        span.SetTag(ReceiverTraces.AttemptTag, turn.Attempt);
        span.SetTag(ReceiverTraces.ReplayTag, turn.Letter is not null);
    }

    /// <summary>The type alone: the text of an exception may contain what a person wrote.</summary>
    private static void AddException(Activity ended, CallEnd end, string type)
    {
        if (end is CallEnd.InTime)
        {
            ended.AddEvent(new ActivityEvent("exception", tags: new ActivityTagsCollection { new("exception.type", type) }));
        }
    }

    private static string? ErrorOf(CallEnd end, Task result) => end switch
    {
        CallEnd.Overdue => "timeout",
        CallEnd.CutShort => "stopped",
        CallEnd.InTime when !result.IsCompletedSuccessfully => result.Exception?.InnerException is { } exception ? ExceptionText.TypeOf(exception) : typeof(TaskCanceledException).FullName,
        _ => null,
    };

    private static string NameOf(AttemptEndKind outcome) => outcome switch
    {
        AttemptEndKind.Settled => "settled",
        AttemptEndKind.Replayed => "replayed",
        AttemptEndKind.Retry => "retry",
        AttemptEndKind.Suspended => "suspended",
        AttemptEndKind.Cut => "cut short",
        _ => "lost",
    };
}
