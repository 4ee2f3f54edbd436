namespace WebhookReceiver.Watchdog;

/// <summary>How often a notice is posted, and how long to wait in between. Arithmetic.</summary>
internal static class AlertBackoff
{
    /// <summary>Together they take about 18 minutes, in which most outages of a recipient end.</summary>
    public const int MostAttempts = 11;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <param name="failures">How often it has failed.</param>
    /// <returns>Null when it is not tried again.</returns>
    public static TimeSpan? After(int failures) =>
        failures >= MostAttempts ? null : TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, failures - 1)));
}
