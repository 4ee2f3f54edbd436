namespace WebhookReceiver.Dispatch;

/// <summary>The section <c>Dispatch</c>: how handlers are called.</summary>
internal sealed class DispatchOptions
{
    public const string Section = "Dispatch";

    public static readonly TimeSpan LongestHandlerTimeout = TimeSpan.FromHours(1);

    /// <summary>How long a handler may take for one event; more than zero, at most <see cref="LongestHandlerTimeout"/>.</summary>
    /// <value><c>00:00:30</c></value>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
