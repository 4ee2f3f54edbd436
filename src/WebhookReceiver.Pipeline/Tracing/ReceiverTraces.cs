using System.Diagnostics;

namespace WebhookReceiver.Tracing;

/// <summary>The receiver's spans, under the activity source <see cref="SourceName"/>. No attribute holds anything about a person, or a word that did not come from this program or its settings.</summary>
internal static class ReceiverTraces
{
    public const string SourceName = "WebhookReceiver";

    /// <summary>An attempt that an operator has asked for.</summary>
    public const string Replay = "process whatsapp replay";

    public const string EndpointTag = "whatsapp.endpoint";
    public const string DeliveryTag = "whatsapp.delivery.id";
    public const string KeyTag = "whatsapp.event.key";
    public const string TypeTag = "whatsapp.event.type";
    public const string AttemptTag = "whatsapp.attempt";
    public const string ReplayTag = "whatsapp.replay";
    public const string OutcomeTag = "whatsapp.outcome";
    public const string HandlerTag = "whatsapp.handler";
    public const string ErrorTag = "error.type";

    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Marks a span as failed, with the type of the exception alone: its text may contain what a person wrote.</summary>
    public static void Fail(this Activity span, string errorType)
    {
        span.SetStatus(ActivityStatusCode.Error);
        span.SetTag(ErrorTag, errorType);
    }

    /// <summary>Ends a span and leaves the current one as it is, unless it is the one that ends. Listeners are the user's code: what one cannot process is lost.</summary>
    public static void End(this Activity span)
    {
        var current = Activity.Current;

        try
        {
            span.Stop();
        }
        catch (Exception)
        {
            // The span is lost, and nothing else.
        }
        finally
        {
            // A span that has ended cannot be the current one: the framework would throw, and catch.
            Activity.Current = ReferenceEquals(current, span) ? null : current;
        }
    }
}
