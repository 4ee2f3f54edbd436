using Microsoft.Extensions.Logging;
using WebhookReceiver.Observation;

namespace WebhookReceiver.Parsing;

/// <summary>
/// Counts members next to a delivery's events that are ignored because they are not lists of objects, and names them at most once a minute: Meta has added
/// something that this version does not read. Thread-safe.
/// </summary>
internal sealed partial class PassedOverMembers(ReceiverMetrics metrics, TimeProvider clock, ILogger<PassedOverMembers> logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const int MostNames = 20;
    private const int LongestName = 80;

    private readonly Lock gate = new();
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private long count;
    private long? loggedAt;

    /// <param name="name">The field and the member, as sent by Meta.</param>
    public void Note(string name)
    {
        metrics.MemberPassedOver();
        var (line, since) = (default(string), 0L);

        lock (gate)
        {
            count++;

            if (names.Count < MostNames)
            {
                names.Add(name.Length > LongestName ? string.Concat(name.AsSpan(0, LongestName), "…") : name);
            }

            if (loggedAt is null || clock.GetElapsedTime(loggedAt.Value) >= Interval)
            {
                (line, since) = (string.Join(", ", names), count);
                (loggedAt, count) = (clock.GetTimestamp(), 0);
                names.Clear();
            }
        }

        if (line is not null)
        {
            MembersPassedOver(logger, since, line);
        }
    }

    [LoggerMessage(1403, LogLevel.Warning, "Members next to events were ignored because this version does not read them, {Count} since the last such line: {Members}; the events themselves were handled")]
    private static partial void MembersPassedOver(ILogger logger, long count, string members);
}
