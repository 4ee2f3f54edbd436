using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace WebhookReceiver.Observation;

/// <summary>
/// A counter that collectors read when they ask, for what happens with every delivery: an ordinary one would tell each of them at each step. It counts from the start, whether or not somebody reads it. Thread-safe.
/// </summary>
internal sealed class ReadCounter
{
    private readonly ConcurrentDictionary<(string? Endpoint, string? Type), StrongBox<long>> counts = new();

    /// <summary>For all endpoints and types together.</summary>
    public long Total => counts.Values.Sum(static count => Interlocked.Read(ref count.Value));

    /// <param name="endpoint">The label <c>endpoint</c>.</param>
    /// <param name="type">The label <c>type</c>; without one there is no such label.</param>
    public void Add(string? endpoint, string? type = null) => Interlocked.Increment(ref counts.GetOrAdd((endpoint, type), static _ => new StrongBox<long>()).Value);

    public IEnumerable<Measurement<long>> Read() => counts.Select(static count => new Measurement<long>(Interlocked.Read(ref count.Value.Value), LabelsOf(count.Key)));

    private static KeyValuePair<string, object?>[] LabelsOf((string? Endpoint, string? Type) labels) =>
        labels.Type is null ? [new("endpoint", labels.Endpoint)] : [new("endpoint", labels.Endpoint), new("type", labels.Type)];
}
