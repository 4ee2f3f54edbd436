using System.Diagnostics;
using WebhookReceiver.Tracing;

namespace WebhookReceiver.Dispatch;

/// <summary>The spans of one attempt: one for the attempt, in a trace of its own that is linked to the POST, and below it one for each call of a handler.</summary>
internal sealed class RecordedAttempt : AttemptTrace
{
    private readonly Activity span;
    private Activity? call;

    private RecordedAttempt(Activity span) => this.span = span;

    public static RecordedAttempt Start(Activity span, EventTurn turn)
    {
        span.Start();
        Describe(span, turn);
        return new RecordedAttempt(span);
    }

    public override void Enter() => Activity.Current = call ?? span;

    public override void EnterToLog() => Enter();

    public override void BeginCall(string handler)
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

    public override void EndCall(CallEnd end, Task result)
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

    public override void End(AttemptEndKind outcome, Exception? failure)
    {
        EndCall(CallEnd.NotMade, Task.CompletedTask);
        span.SetTag(ReceiverTraces.OutcomeTag, failure is null ? NameOf(outcome) : "put off");

        if (failure is not null)
        {
            span.Fail(ExceptionText.TypeOf(failure) ?? nameof(Exception));
        }

        span.End();
        Leave();
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
