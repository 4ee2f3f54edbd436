namespace WebhookReceiver.EventLogging;

/// <summary>The section <c>EventLog</c>.</summary>
internal sealed class EventLogOptions
{
    public const string Section = "EventLog";

    /// <summary>The file to which one JSON line per event is written. It contains what people wrote.</summary>
    /// <value>None: no event log.</value>
    public string? Path { get; set; }
}
