namespace WebhookReceiver.Dispatch;

/// <summary>The section <c>Dispatch</c>: how handlers are called.</summary>
internal sealed class DispatchOptions
{
    public const string Section = "Dispatch";
    public const int LargestConcurrency = 1024;
    public const int MostAttempts = 1000;

    public static readonly TimeSpan LongestHandlerTimeout = TimeSpan.FromHours(1);
    public static readonly TimeSpan LargestRetryDelay = TimeSpan.FromDays(1);

    /// <summary>How many calls of one handler run at the same time, each for an event of another conversation.</summary>
    /// <value>16</value>
    public int Concurrency { get; set; } = 16;

    /// <summary>How long a handler may take for one event; more than zero, at most <see cref="LongestHandlerTimeout"/>.</summary>
    /// <value><c>00:00:30</c></value>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a failing handler is called for one event before the event becomes a dead letter.</summary>
    /// <value>5</value>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>How long to wait before the second attempt; doubled for each further one, with a random spread of a fifth.</summary>
    /// <value><c>00:00:01</c></value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts; at most <see cref="LargestRetryDelay"/>.</summary>
    /// <value><c>00:05:00</c></value>
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromMinutes(5);
}
