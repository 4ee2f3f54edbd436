using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Operators;

/// <summary>Warns of requests to <c>/api</c> without the key, at most once a minute with their number: who guesses keys must not fill the disk.</summary>
internal sealed partial class KeyRefusals(TimeProvider clock, ILogger<KeyRefusals> logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long count;
    private long? lastWarning;

    public void Refused()
    {
        long since;

        lock (gate)
        {
            count++;

            if (lastWarning is { } last && clock.GetElapsedTime(last) < Interval)
            {
                return;
            }

            lastWarning = clock.GetTimestamp();
            since = count;
            count = 0;
        }

        RequestsRefused(logger, since);
    }

    [LoggerMessage(1281, LogLevel.Warning, "{Count} request(s) to /api came without the right key and were answered with 401; no more of this for a minute")]
    private static partial void RequestsRefused(ILogger logger, long count);
}
