using System.Diagnostics.Metrics;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Operators;

/// <summary>
/// The receiver's own counters for the overview: what happens with every delivery is read from the metrics, the rest is added up here. Nothing is stored for each, and no tag is read but the reason of a refusal.
/// </summary>
internal sealed class ReceiverCounts : IDisposable
{
    private readonly Sum refused = new();
    private readonly Sum failed = new();
    private readonly Sum lagMilliseconds = new();
    private readonly Sum lags = new();
    private readonly RefusalCounts reasons = new();
    private readonly ReceiverMetrics metrics;
    private readonly MeterListener listener = new();

    public ReceiverCounts(IMeterFactory factory, ReceiverMetrics metrics)
    {
        this.metrics = metrics;
        listener.InstrumentPublished = (instrument, own) =>
        {
            // Another host in the same process has its own meters.
            if (instrument.Meter.Name is ReceiverMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory) && SumOf(instrument.Name) is { } sum)
            {
                own.EnableMeasurementEvents(instrument, sum);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Add((Sum)state!, value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => AddLag(value));
        listener.Start();
    }

    public ReceiverTotals Totals => new(metrics.Accepted, refused.Value, metrics.Handled, failed.Value, metrics.DeadLettered, lagMilliseconds.Value, lags.Value);

    /// <summary>How many deliveries were refused for each reason.</summary>
    public IReadOnlyList<(string Reason, long Count)> Refusals => reasons.All;

    public void Dispose() => listener.Dispose();

    private Sum? SumOf(string instrument) => instrument switch
    {
        "whatsapp.deliveries.refused" => refused,
        "whatsapp.handlers.failed" or "whatsapp.handlers.timed_out" => failed,
        "whatsapp.events.lag" => lags,
        _ => null,
    };

    private void Add(Sum sum, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        sum.Add(value);

        if (ReferenceEquals(sum, refused))
        {
            reasons.Add(tags, value);
        }
    }

    private void AddLag(double seconds)
    {
        lagMilliseconds.Add((long)(seconds * 1000));
        lags.Add(1);
    }

    /// <summary>A sum to which any thread adds.</summary>
    private sealed class Sum
    {
        private long value;

        public long Value => Interlocked.Read(ref value);

        public void Add(long by) => Interlocked.Add(ref value, by);
    }
}
