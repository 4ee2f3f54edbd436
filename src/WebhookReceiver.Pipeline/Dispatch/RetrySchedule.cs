namespace WebhookReceiver.Dispatch;

/// <summary>
/// How long to wait before a handler is called again: doubling from <c>Dispatch:RetryDelay</c>, never more than <c>Dispatch:LongestRetryDelay</c>, and up to a fifth
/// more or less by chance, so that what failed together is not repeated together. Arithmetic only.
/// </summary>
internal sealed class RetrySchedule(TimeSpan first, TimeSpan longest, int maxAttempts, Func<double> chance)
{
    private const double Spread = 0.2;

    /// <param name="attempts">How often the handler has been called, at least once.</param>
    public bool IsExhausted(int attempts) => attempts >= maxAttempts;

    /// <param name="attempts">How often the handler has been called, at least once.</param>
    public TimeSpan DelayAfter(int attempts)
    {
        // 2^62 ticks are more than any delay that is allowed, and a larger power would not fit.
        var doublings = Math.Min(attempts - 1, 62);
        var doubled = Math.Min(first.Ticks * Math.Pow(2, doublings), longest.Ticks);
        var spread = doubled * (1 + (Spread * ((2 * chance()) - 1)));

        return TimeSpan.FromTicks((long)Math.Clamp(spread, 1, longest.Ticks));
    }

    /// <summary>The wait that a handler asked for with <see cref="RetryAtException"/>: none when it lies in the past, and not beyond what duplicates are recognised for.</summary>
    /// <param name="retryAt">When the handler wants to be called.</param>
    /// <param name="firstAt">When it was called first.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="duplicateWindow">For how long duplicates are recognised.</param>
    public static TimeSpan DelayUntil(DateTimeOffset retryAt, DateTimeOffset firstAt, DateTimeOffset now, TimeSpan duplicateWindow)
    {
        var latest = duplicateWindow - TimeSpan.FromDays(1) - (now - firstAt);
        var wanted = retryAt - now;
        var delay = wanted < latest ? wanted : latest;

        return delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
    }
}
