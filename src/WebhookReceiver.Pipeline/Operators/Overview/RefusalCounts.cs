using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace WebhookReceiver.Operators;

/// <summary>How many deliveries were refused for each reason. The reasons are those of the program, so their number is fixed.</summary>
internal sealed class RefusalCounts
{
    private const string ReasonTag = "reason";

    private readonly ConcurrentDictionary<string, StrongBox<long>> counts = new(StringComparer.Ordinal);

    public IReadOnlyList<(string Reason, long Count)> All =>
        [.. counts.Select(static one => (one.Key, Interlocked.Read(ref one.Value.Value))).OrderByDescending(static one => one.Item2)];

    public void Add(ReadOnlySpan<KeyValuePair<string, object?>> tags, long value)
    {
        foreach (var tag in tags)
        {
            if (tag is { Key: ReasonTag, Value: string reason })
            {
                Interlocked.Add(ref counts.GetOrAdd(reason, static _ => new StrongBox<long>()).Value, value);
            }
        }
    }
}
