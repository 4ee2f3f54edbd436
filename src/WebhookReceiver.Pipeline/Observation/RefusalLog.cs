using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Observation;

/// <summary>
/// Counts every refusal, and warns of each kind at most once a minute with the number since the last warning: a flood of bad requests
/// must not become a flood of log lines.
/// </summary>
internal sealed partial class RefusalLog(ReceiverMetrics metrics, TimeProvider clock, ILogger<RefusalLog> logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Endpoint, Refusal Refusal), Tally> tallies = new();

    public void Refused(string endpoint, Refusal refusal)
    {
        metrics.DeliveryRefused(refusal);
        var tally = tallies.GetOrAdd((endpoint, refusal), static _ => new Tally());

        if (tally.Add(clock.GetTimestamp(), clock.TimestampFrequency, out var count))
        {
            RequestsRefused(logger, endpoint, refusal, count, refusal.StatusCode());
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "Endpoint {Endpoint} refused {Count} request(s): {Refusal}, answered with {StatusCode}; no more of this kind for a minute")]
    private static partial void RequestsRefused(ILogger logger, string endpoint, Refusal refusal, long count, int statusCode);

    private sealed class Tally
    {
        private long count;
        private long quietUntil = long.MinValue;

        public bool Add(long now, long frequency, out long since)
        {
            Interlocked.Increment(ref count);
            var until = Interlocked.Read(ref quietUntil);
            since = 0;

            if (now < until || Interlocked.CompareExchange(ref quietUntil, now + (long)(Interval.TotalSeconds * frequency), until) != until)
            {
                return false;
            }

            since = Interlocked.Exchange(ref count, 0);
            return true;
        }
    }
}
