using System.Collections.Concurrent;
using static System.FormattableString;

namespace WebhookReceiver.Benchmarks;

/// <summary>What an attack achieved: without these figures, one that failed to attack would look like a server that withstood it.</summary>
internal sealed class AttackCounters
{
    private const int StatusLimit = 1_000;

    private readonly long[] answers = new long[StatusLimit];

    /// <summary>The ports of this side; as keys, since there is no set for many threads.</summary>
    private readonly ConcurrentDictionary<int, bool> open = new();

    private long connected;
    private long bytes;

    /// <summary>The ports of this side, of the connections of which nobody here knows that they are closed.</summary>
    public IReadOnlySet<int> OpenPorts => open.Keys.ToHashSet();

    public void Connected(int localPort)
    {
        Interlocked.Increment(ref connected);
        open[localPort] = true;
    }

    /// <summary>To be called while nobody else can have the port.</summary>
    public void Closed(int localPort) => open.TryRemove(localPort, out _);

    public void Sent(int count) => Interlocked.Add(ref bytes, count);

    public void Answered(int status) => Interlocked.Increment(ref answers[status]);

    /// <summary>Connections, bytes and answers so far, for the last column of the table.</summary>
    public string Describe()
    {
        var byStatus = answers
            .Select(static (count, status) => (Status: status, Count: count))
            .Where(static answer => answer.Count > 0)
            .Select(static answer => Invariant($"{answer.Status} x {answer.Count:N0}"));

        return Invariant($"{connected:N0} connections made, {open.Count:N0} open at the end, {bytes / 1e6:N0} MB sent, answers read: ")
            + string.Join(", ", byStatus.DefaultIfEmpty("none"));
    }
}
