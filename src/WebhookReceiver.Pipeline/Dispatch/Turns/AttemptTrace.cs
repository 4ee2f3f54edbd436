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

        var (message, delivery) = (turn.Message!, turn.Delivery!);
        var type = SpanType.Of(message);

        KeyValuePair<string, object?>[] tags =
        [
            new("messaging.system", "whatsapp"),
            new("messaging.operation.type", "process"),
            new("messaging.operation.name", "process"),
            new("messaging.destination.name", $"whatsapp.{type}"),
            new(ReceiverTraces.EndpointTag, delivery.Endpoint),
            new(ReceiverTraces.DeliveryTag, delivery.Id.ToString()),
            new(ReceiverTraces.KeyTag, message.Key.ToString()[..12]),
            new(ReceiverTraces.TypeTag, type),
            new(ReceiverTraces.AttemptTag, turn.Attempt),
            new(ReceiverTraces.ReplayTag, turn.Letter is not null),
        ];

        ActivityLink[]? links = delivery.Trace is { } post ? [new ActivityLink(post.Context)] : null;
        var before = Activity.Current;

        try
        {
            // Without a current span it begins a new trace.
            Activity.Current = null;
            return ReceiverTraces.Source.StartActivity($"process whatsapp.{type}", ActivityKind.Consumer, parentContext: default, tags, links) is { } span ? new AttemptTrace(span) : null;
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

    /// <summary>Makes the innermost span the current one of this thread.</summary>
    public void Enter() => Activity.Current = call ?? span;

    /// <summary>A handler is about to be called.</summary>
    public void BeginCall(string handler)
    {
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

            Stop(ended);
        }

        Activity.Current = null;
    }

    /// <param name="outcome">What follows from the attempt.</param>
    /// <param name="failure">Why it could not be carried out or recorded; null when it was.</param>
    public void End(AttemptEndKind outcome, Exception? failure)
    {
        EndCall(CallEnd.NotMade, Task.CompletedTask);
        span.SetTag(ReceiverTraces.OutcomeTag, failure is null ? NameOf(outcome) : "put off");

        if (failure is not null)
        {
            span.Fail(ExceptionText.TypeOf(failure) ?? nameof(Exception));
        }

        Stop(span);
        Activity.Current = null;
    }

    private static void Stop(Activity ended)
    {
        try
        {
            ended.Stop();
        }
        catch (Exception)
        {
            // What a listener cannot process is lost.
        }
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
