namespace WebhookReceiver.Operators;

/// <summary>
/// The last hour in minutes, and the last seconds for the current rates. It is given the totals once a second and keeps the differences, so its memory is fixed. Thread-safe.
/// </summary>
internal sealed class OverviewHistory(TimeProvider clock)
{
    public const int Minutes = 60;

    /// <summary>Over how many seconds a rate is the mean: long enough to be steady, short enough to follow.</summary>
    private const int RateSeconds = 10;

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly ReceiverTotals[] minutes = new ReceiverTotals[Minutes];
    private readonly Queue<(long At, ReceiverTotals Totals)> seconds = new();
    private readonly long began = clock.GetTimestamp();
    private ReceiverTotals last;
    private long minute;

    /// <summary>When this process started.</summary>
    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    /// <summary>Adds what was counted since the last sample.</summary>
    public void Add(ReceiverTotals totals)
    {
        lock (gate)
        {
            MoveOn();
            minutes[minute % Minutes] += totals - last;
            last = totals;
            seconds.Enqueue((clock.GetTimestamp(), totals));

            while (seconds.Count > RateSeconds + 1)
            {
                seconds.Dequeue();
            }
        }
    }

    /// <summary>How many a second, over the last seconds.</summary>
    public (double Accepted, double Refused, double Handled) Rates()
    {
        lock (gate)
        {
            if (!seconds.TryPeek(out var oldest) || clock.GetElapsedTime(oldest.At).TotalSeconds is var passed && passed < 0.5)
            {
                return default;
            }

            var counted = last - oldest.Totals;
            return (counted.Accepted / passed, counted.Refused / passed, counted.Handled / passed);
        }
    }

    /// <summary>The mean lag of what was handled in this minute and the one before; null when there was nothing.</summary>
    public double? LagSeconds()
    {
        lock (gate)
        {
            MoveOn();
            return (minutes[minute % Minutes] + minutes[(minute + Minutes - 1) % Minutes]).MeanLagSeconds;
        }
    }

    /// <summary>The last hour, the current minute last.</summary>
    public HistorySeries Series()
    {
        lock (gate)
        {
            MoveOn();
            var ordered = Enumerable.Range(1, Minutes).Select(back => minutes[(minute + back) % Minutes]).ToList();
            var intoMinute = TimeSpan.FromTicks(clock.GetElapsedTime(began).Ticks % Step.Ticks);

            return new HistorySeries
            {
                StepSeconds = (int)Step.TotalSeconds,
                From = clock.GetUtcNow() - intoMinute - (Step * (Minutes - 1)),
                Accepted = ordered.ConvertAll(static one => one.Accepted),
                Refused = ordered.ConvertAll(static one => one.Refused),
                Handled = ordered.ConvertAll(static one => one.Handled),
                Failed = ordered.ConvertAll(static one => one.Failed),
            };
        }
    }

    private void MoveOn()
    {
        var current = clock.GetElapsedTime(began).Ticks / Step.Ticks;

        for (var emptied = 0; minute < current && emptied < Minutes; emptied++)
        {
            minutes[++minute % Minutes] = default;
        }

        minute = current;
    }
}
