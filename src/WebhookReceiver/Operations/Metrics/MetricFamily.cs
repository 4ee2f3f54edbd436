using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WebhookReceiver.Operations.Metrics;

/// <summary>An instrument and its series.</summary>
internal sealed class MetricFamily
{
    /// <summary>What OpenTelemetry recommends for a histogram whose instrument advises nothing.</summary>
    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly SeriesLimit limit;
    private readonly ConcurrentDictionary<int, Series[]> series = new();
    private readonly Lock gate = new();
    private Series? recent;

    public MetricFamily(Instrument instrument, SeriesLimit limit)
    {
        this.limit = limit;
        Kind = KindOf(instrument);
        (Name, Help) = (PrometheusName.Of(instrument.Name, instrument.Unit, Kind), instrument.Description ?? string.Empty);
        Bounds = Kind is MetricKind.Histogram ? BoundsOf(instrument) : null;
    }

    public MetricKind Kind { get; }

    public string Name { get; }

    public string Help { get; }

    /// <summary>The upper bounds of the buckets; null unless it is a histogram.</summary>
    public double[]? Bounds { get; }

    public IEnumerable<Series> All => series.Values.SelectMany(static same => same);

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (SeriesOf(tags) is not { } one)
        {
            return;
        }

        switch (Kind)
        {
            case MetricKind.Counter or MetricKind.UpDownCounter:
                one.Add(value);
                break;
            case MetricKind.Histogram:
                one.Observe(value);
                break;
            default:
                one.Set(value);
                break;
        }
    }

    private Series? SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // Most have one series that nearly all measurements belong to, such as that of the only endpoint.
        if (recent is { } same && same.Labels.Equals(tags))
        {
            return same;
        }

        var hash = LabelSet.HashOf(tags);
        return (Find(hash, tags) ?? Add(hash, tags)) is { } one ? recent = one : null;
    }

    private Series? Find(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (series.TryGetValue(hash, out var same))
        {
            foreach (var one in same)
            {
                if (one.Labels.Equals(tags))
                {
                    return one;
                }
            }
        }

        return null;
    }

    /// <returns>Null when there are too many.</returns>
    private Series? Add(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (gate)
        {
            if (Find(hash, tags) is { } added)
            {
                return added;
            }

            if (!limit.TryTake())
            {
                return null;
            }

            var one = new Series(new LabelSet(tags), Bounds);
            series[hash] = [.. series.GetValueOrDefault(hash) ?? [], one];
            return one;
        }
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var kind = type.IsGenericType ? type.GetGenericTypeDefinition() : type;

        return kind == typeof(Counter<>) ? MetricKind.Counter
            : kind == typeof(UpDownCounter<>) ? MetricKind.UpDownCounter
            : kind == typeof(Histogram<>) ? MetricKind.Histogram
            : kind == typeof(ObservableCounter<>) ? MetricKind.ObservedCounter
            : MetricKind.Gauge;
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(static bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(static bound => (double)bound)],
        _ => UsualBounds,
    };
}

/// <summary>How the values of an instrument add up.</summary>
internal enum MetricKind
{
    Counter,
    UpDownCounter,
    Histogram,

    /// <summary>A counter that is read as a whole.</summary>
    ObservedCounter,
    Gauge,
}
