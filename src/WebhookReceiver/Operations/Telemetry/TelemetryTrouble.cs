using System.Diagnostics.Tracing;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>Logs that exports fail, once a minute: the exporter reports it only to those who listen.</summary>
internal sealed partial class TelemetryTrouble(ILogger<TelemetryTrouble> logger, TimeProvider clock) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private int failures;
    private long? warnedAt;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is Exporter)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }

        base.OnEventSourceCreated(eventSource);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource.Name is not Exporter || eventData.EventName is not ("FailedToReachCollector" or "ExportMethodException" or "TransientHttpError" or "HttpRequestFailed"))
        {
            return;
        }

        int count;

        lock (gate)
        {
            failures++;

            if (warnedAt is { } warned && clock.GetElapsedTime(warned) < Interval)
            {
                return;
            }

            (count, failures, warnedAt) = (failures, 0, clock.GetTimestamp());
        }

        // Without the text of the exception, which may repeat what the collector answered.
        ExportFailed(logger, count, eventData.EventName);
    }

    [LoggerMessage(1040, LogLevel.Warning, "{Count} export(s) of telemetry failed, the last with {Problem}; what could not be exported is lost. Check OTEL_EXPORTER_OTLP_ENDPOINT and the collector; further ones are reported in a minute")]
    private static partial void ExportFailed(ILogger logger, int count, string? problem);
}
