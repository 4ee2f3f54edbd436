using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace WebhookReceiver.Observation;

/// <summary>
/// A counter that collectors read when they ask. It counts from the start, whether or not somebody reads it, and costs the same however many do: an ordinary one would tell each of them at each step. Thread-safe.
/// </summary>
/// <param name="label">The name of its label.</param>
/// <param name="secondLabel">The name of the second, if there is one.</param>
internal sealed class ReadCounter(string label, string? secondLabel = null)
{
    private readonly ConcurrentDictionary<(string? Label, string? SecondLabel), StrongBox<long>> counts = new();

    /// <summary>For all values of the labels together.</summary>
    public long Total => counts.Values.Sum(static count => Interlocked.Read(ref count.Value));

    /// <summary>Shows a series with 0 until something happens: one that appears with a number does not look like growth to who reads it.</summary>
    public void Show(string value) => CountOf(value, null);

    /// <param name="value">Of the label.</param>
    /// <param name="second">Of the second.</param>
    public void Add(string? value, string? second = null) => Interlocked.Increment(ref CountOf(value, second).Value);

    public IEnumerable<Measurement<long>> Read() => counts.Select(count => new Measurement<long>(Interlocked.Read(ref count.Value.Value), LabelsOf(count.Key)));

    private StrongBox<long> CountOf(string? value, string? second) => counts.GetOrAdd((value, second), static _ => new StrongBox<long>());

    private KeyValuePair<string, object?>[] LabelsOf((string? First, string? Second) values) =>
        secondLabel is null ? [new(label, values.First)] : [new(label, values.First), new(secondLabel, values.Second)];
}
