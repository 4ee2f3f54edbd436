using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WebhookReceiver.Operations.Metrics;

/// <summary>
/// Adds up the instruments of the receiver, of ASP.NET Core and of the runtime. It listens from the first time it is asked, so that a service that nobody scrapes pays nothing;
/// Prometheus takes the start of a counter at any time for what it is.
/// </summary>
internal sealed class MetricsCollector(IMeterFactory factory) : IDisposable
{
    private const string Runtime = "System.Runtime";

    /// <summary>The meter of the receiver, as the README of the pipeline names it.</summary>
    private const string Receiver = "WebhookReceiver";

    /// <summary>
    /// Meters of ASP.NET Core that count several times for each request and tell an operator nothing that other figures do not: each block of memory that the server lends, and that a path has its one route.
    /// </summary>
    private static readonly string[] Chatter = ["Microsoft.AspNetCore.MemoryPool", "Microsoft.AspNetCore.Routing"];

    private readonly ConcurrentDictionary<Instrument, MetricFamily> families = new();
    private readonly SeriesLimit limit = new();
    private readonly Lock gate = new();
    private MeterListener? listener;

    /// <summary>Measurements that were left out because there are too many series.</summary>
    public long Refused => limit.Refused;

    /// <summary>Whether it is of one of those meters that are neither scraped nor exported.</summary>
    public static bool IsChatter(Instrument instrument) => Chatter.Contains(instrument.Meter.Name);

    /// <summary>All instruments with their values at this moment, by name.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        lock (gate)
        {
            listener ??= Listen();
            listener.RecordObservableInstruments();
        }

        return [.. families.Values.OrderBy(static family => family.Name, StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        lock (gate)
        {
            listener?.Dispose();
        }
    }

    private MeterListener Listen()
    {
        var listening = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (IsOurs(instrument.Meter) && !IsChatter(instrument))
                {
                    own.EnableMeasurementEvents(instrument, families.GetOrAdd(instrument, one => new MetricFamily(one, limit)));
                }
            },
        };

        listening.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        listening.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        listening.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        listening.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        listening.Start();
        return listening;
    }

    /// <summary>Another host in the same process has its own meters; those of the runtime belong to all.</summary>
    private bool IsOurs(Meter meter) =>
        meter.Name is Runtime || (ReferenceEquals(meter.Scope, factory) && (meter.Name is Receiver || meter.Name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)));
}
