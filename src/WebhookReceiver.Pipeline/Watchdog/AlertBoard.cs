namespace WebhookReceiver.Watchdog;

/// <summary>The alerts that there are, for metrics, readiness and what is posted. Written by one timer, read by anybody.</summary>
internal sealed class AlertBoard
{
    private volatile IReadOnlyDictionary<Alert, ActiveAlert> active = new Dictionary<Alert, ActiveAlert>();

    public IReadOnlyDictionary<Alert, ActiveAlert> Active => active;

    /// <summary>Replaces the alerts by those that were found now.</summary>
    /// <returns>Those that began or ended.</returns>
    public IReadOnlyList<AlertChange> Replace(IReadOnlyDictionary<Alert, string> found, DateTimeOffset now)
    {
        var before = active;
        active = found.ToDictionary(static one => one.Key, one => new ActiveAlert(one.Key, before.GetValueOrDefault(one.Key)?.Since ?? now, one.Value));

        return
        [
            .. before.Values.Where(one => !found.ContainsKey(one.Alert)).Select(one => new AlertChange(one, now)),
            .. active.Values.Where(one => !before.ContainsKey(one.Alert)).Select(static one => new AlertChange(one, EndedAt: null)),
        ];
    }
}

/// <summary>An alert that there is.</summary>
/// <param name="Alert">Which.</param>
/// <param name="Since">When it began.</param>
/// <param name="Reason">Why there is one, in a sentence; of the last look.</param>
internal sealed record ActiveAlert(Alert Alert, DateTimeOffset Since, string Reason);

/// <summary>The begin or the end of an alert.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="EndedAt">When it ended; null when it has begun.</param>
internal sealed record AlertChange(ActiveAlert Alert, DateTimeOffset? EndedAt);
