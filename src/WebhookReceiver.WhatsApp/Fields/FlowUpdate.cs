using WebhookReceiver.WhatsApp.Json;
using WebhookReceiver.WhatsApp.Reading;

namespace WebhookReceiver.WhatsApp;

/// <summary>
/// A flow changed its status, or the health of its endpoint crossed a threshold (Meta's guide to webhooks of Flows). What a user fills in arrives as a message,
/// not here.
/// </summary>
public sealed record FlowUpdate : FieldEvent
{
    /// <summary>Creates an event for a test.</summary>
    public FlowUpdate()
    {
    }

    internal FlowUpdate(in EventSource source)
        : base(source)
    {
        var item = source.Item;

        Event = item["event"u8].Name;
        FlowId = item["flow_id"u8].Name;
        Message = item["message"u8].Text;
        OldStatus = item["old_status"u8].Name;
        NewStatus = item["new_status"u8].Name;
        AlertState = item["alert_state"u8].Name;
        Threshold = item["threshold"u8].Decimal;
        ErrorRate = item["error_rate"u8].Decimal;
        Errors = item["errors"u8].Items.Read(FlowErrorRate.Read);
        P50Latency = item["p50_latency"u8].Decimal;
        P90Latency = item["p90_latency"u8].Decimal;
        Availability = item["availability"u8].Decimal;
        RequestsCount = item["requests_count"u8].Integer;
        Warning = item["warning"u8].Text;
    }

    /// <summary>
    /// <c>FLOW_STATUS_CHANGE</c>, <c>CLIENT_ERROR_RATE</c>, <c>ENDPOINT_ERROR_RATE</c>, <c>ENDPOINT_LATENCY</c>, <c>ENDPOINT_AVAILABILITY</c>,
    /// <c>FLOW_VERSION_EXPIRY_WARNING</c>; the list is open.
    /// </summary>
    public string? Event { get; init; }

    /// <summary>The flow.</summary>
    public string? FlowId { get; init; }

    /// <summary>What happened, in prose.</summary>
    public string? Message { get; init; }

    /// <summary>The previous status; missing when the flow was created. Values as in <see cref="NewStatus"/>.</summary>
    public string? OldStatus { get; init; }

    /// <summary>
    /// With <c>FLOW_STATUS_CHANGE</c>: <c>DRAFT</c>, <c>PUBLISHED</c>, <c>DEPRECATED</c>, <c>BLOCKED</c>, <c>THROTTLED</c>; the list is open.
    /// </summary>
    public string? NewStatus { get; init; }

    /// <summary>Whether an alert starts or ends: <c>ACTIVATED</c>, <c>DEACTIVATED</c>; the list is open.</summary>
    public string? AlertState { get; init; }

    /// <summary>The threshold that was crossed, in percent or milliseconds, depending on <see cref="Event"/>.</summary>
    public decimal? Threshold { get; init; }

    /// <summary>The error rate in percent.</summary>
    public decimal? ErrorRate { get; init; }

    /// <summary>The errors by type.</summary>
    public IReadOnlyList<FlowErrorRate> Errors { get; init; } = [];

    /// <summary>The median latency, in milliseconds.</summary>
    public decimal? P50Latency { get; init; }

    /// <summary>The 90th percentile of the latency, in milliseconds.</summary>
    public decimal? P90Latency { get; init; }

    /// <summary>The endpoint's availability, in percent.</summary>
    public decimal? Availability { get; init; }

    /// <summary>The number of requests that the figures are based on.</summary>
    public long? RequestsCount { get; init; }

    /// <summary>With <c>FLOW_VERSION_EXPIRY_WARNING</c>: the warning in prose.</summary>
    public string? Warning { get; init; }
}

/// <summary>How often one type of error occurred in a flow (<c>errors[]</c>, Meta's guide to webhooks of Flows).</summary>
public sealed record FlowErrorRate
{
    /// <summary>The type of error, such as <c>timeout_error</c>; the list is open.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Its rate in percent.</summary>
    public decimal? ErrorRate { get; init; }

    /// <summary>The number of occurrences.</summary>
    public long? ErrorCount { get; init; }

    internal static FlowErrorRate? Read(WireValue error) => !error.IsObject ? null : new()
    {
        ErrorType = error["error_type"u8].Name,
        ErrorRate = error["error_rate"u8].Decimal,
        ErrorCount = error["error_count"u8].Integer,
    };
}
