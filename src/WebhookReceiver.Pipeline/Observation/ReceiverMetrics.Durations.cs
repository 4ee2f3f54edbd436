using System.Diagnostics.Metrics;

namespace WebhookReceiver.Observation;

/// <content>How long something took. The bounds are few, because each is a series for each endpoint or handler.</content>
internal sealed partial class ReceiverMetrics
{
    /// <summary>From a fast disk to the ten seconds after which Meta gives up.</summary>
    private static readonly double[] AckBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Those of OpenTelemetry's "Semantic conventions for messaging client metrics", and what the default and the longest <c>Dispatch:HandlerTimeout</c> need.</summary>
    private static readonly double[] ProcessBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 600, 3600];

    /// <summary>From the second in which Meta's clock counts to the week for which Meta repeats.</summary>
    private static readonly double[] AgeBounds = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400, 604800];

    private readonly Histogram<double> ack;
    private readonly Histogram<double> sync;
    private readonly Histogram<double> process;
    private readonly Histogram<double> lag;
    private readonly Histogram<double> age;

    /// <summary>Whether anybody wants the time of an answer. If not, the door does not read the clock for it.</summary>
    public bool IsAckMeasured => ack.Enabled;

    public bool IsSyncMeasured => sync.Enabled;

    public bool IsProcessMeasured => process.Enabled;

    public bool IsLagMeasured => lag.Enabled;

    public void DeliveryAnswered(string endpoint, TimeSpan time) => ack.Record(time.TotalSeconds, Endpoint(endpoint));

    public void DeliveriesSynced(TimeSpan time) => sync.Record(time.TotalSeconds);

    /// <param name="handler">The handler.</param>
    /// <param name="time">How long the call took, or how long it was waited for.</param>
    /// <param name="failure">How it failed; null when it succeeded. One of a few words, because the types of exceptions are many.</param>
    public void HandlerCalled(string handler, TimeSpan time, string? failure)
    {
        if (failure is null)
        {
            process.Record(time.TotalSeconds, Handler(handler), MessagingSystem, MessagingOperation);
        }
        else
        {
            process.Record(time.TotalSeconds, [Handler(handler), MessagingSystem, MessagingOperation, new("error.type", failure)]);
        }
    }

    /// <summary>An event is handled. Clocks differ, so the time may be a little below zero, which counts as none.</summary>
    public void EventLagged(string? endpoint, TimeSpan time) => lag.Record(Math.Max(0, time.TotalSeconds), Endpoint(endpoint));

    /// <summary>An event has arrived.</summary>
    public void EventArrived(string endpoint, TimeSpan old) => age.Record(Math.Max(0, old.TotalSeconds), Endpoint(endpoint));

    private static KeyValuePair<string, object?> MessagingSystem { get; } = new("messaging.system", "whatsapp");

    private static KeyValuePair<string, object?> MessagingOperation { get; } = new("messaging.operation.name", "process");

    private Histogram<double> Durations(string name, string description, double[] bounds) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
