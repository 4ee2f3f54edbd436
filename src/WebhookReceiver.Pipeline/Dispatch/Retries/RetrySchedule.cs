namespace WebhookReceiver.Dispatch;

/// <summary>
/// How long to wait before a handler is called again: doubling from <c>Dispatch:RetryDelay</c>, never more than <c>Dispatch:LongestRetryDelay</c>, with a random spread of
/// up to a fifth, so that events that failed together are not retried together. Arithmetic only.
/// </summary>
internal sealed class RetrySchedule(TimeSpan first, TimeSpan longest, int maxAttempts, Func<double> chance)
{
    private const double Spread = 0.2;

    /// <summary>
    /// How many deaths of the process it takes before an event can be given up on for that. The first two may have been caused by an event beside it; after that it runs alone.
    /// </summary>
    private const int FewestDeaths = 3;

    /// <summary>Whether an event has been in progress at so many deaths of the process that its handler must not be called again.</summary>
    /// <param name="failures">How often the handler has failed.</param>
    /// <param name="deaths">How often the process has died.</param>
    public bool IsDeadly(int failures, int deaths) => deaths > 0 && failures + deaths >= Math.Max(maxAttempts, FewestDeaths);

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

    /// <summary>
    /// The wait that a handler asked for with <see cref="RetryAtException"/>; zero if that time is past. It is limited to seven eighths of the duplicate window; a handler that
    /// asks for more gets the usual wait from then on, so that its attempts are not used up at once.
    /// </summary>
    /// <param name="retryAt">The time that the handler asked for.</param>
    /// <param name="firstAt">When it was called first.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="duplicateWindow">For how long duplicates are recognised.</param>
    /// <param name="attempts">How often the handler has been called, at least once.</param>
    public TimeSpan DelayUntil(DateTimeOffset retryAt, DateTimeOffset firstAt, DateTimeOffset now, TimeSpan duplicateWindow, int attempts)
    {
        var latest = (duplicateWindow * 7 / 8) - (now - firstAt);
        var wanted = retryAt - now;

        if (wanted <= latest)
        {
            return wanted > TimeSpan.Zero ? wanted : TimeSpan.Zero;
        }

        var usual = DelayAfter(attempts);
        return latest > usual ? latest : usual;
    }
}
