namespace WebhookReceiver.Watchdog;

/// <summary>The section <c>Alerts</c>: when the watchdog reports something, and to whom.</summary>
internal sealed class AlertsOptions
{
    public const string Section = "Alerts";

    public static readonly TimeSpan UsualSilence = TimeSpan.FromHours(6);
    public static readonly TimeSpan ShortestHeartbeat = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>How long nothing may be accepted, counted from the start, before that is an alert. Zero for never.</summary>
    /// <value><c>06:00:00</c>; in Development zero.</value>
    public TimeSpan? SilenceAfter { get; set; }

    /// <summary>How old the oldest event may get that is not handled, before that is an alert. Zero for any age.</summary>
    /// <value><c>00:15:00</c></value>
    public TimeSpan OldestOpen { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>To where the begin and the end of each alert are posted. It may be exchanged for another one while the service runs; whether there is one is decided at the start.</summary>
    /// <value>None: nothing is posted.</value>
    [AppliesAtOnce(IfSetAtStart = true)]
    public string? WebhookUrl { get; set; }

    /// <summary>The secret that signs what is posted; it may be exchanged, too.</summary>
    [Secret]
    [AppliesAtOnce]
    public string? WebhookSecret { get; set; }

    /// <summary>How often a sign of life is posted. Zero for never.</summary>
    /// <value><c>00:05:00</c></value>
    public TimeSpan HeartbeatEvery { get; set; } = TimeSpan.FromMinutes(5);
}
