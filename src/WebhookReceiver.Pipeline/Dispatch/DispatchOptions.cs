namespace WebhookReceiver.Dispatch;

/// <summary>The section <c>Dispatch</c>: how handlers are called.</summary>
internal sealed class DispatchOptions
{
    public const string Section = "Dispatch";

    /// <summary>How long a handler may take for one event; at most an hour.</summary>
    /// <value><c>00:00:30</c></value>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
