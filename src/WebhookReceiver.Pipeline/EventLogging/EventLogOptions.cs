namespace WebhookReceiver.EventLogging;

/// <summary>The section <c>EventLog</c>.</summary>
internal sealed class EventLogOptions
{
    public const string Section = "EventLog";

    /// <summary>The file that gets one JSON line per event. It holds what people wrote.</summary>
    /// <value>None: no event log.</value>
    public string? Path { get; set; }
}
