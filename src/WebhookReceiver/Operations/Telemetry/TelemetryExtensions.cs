using System.Diagnostics;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>Sets up the export of traces and metrics over OTLP. Log lines go their own way, through <see cref="OtlpLog"/>.</summary>
internal static class TelemetryExtensions
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // Also when nothing is exported: something else may listen.
        builder.Services.AddSingleton<DistributedContextPropagator, IgnoredTraceContext>();

        if (TelemetrySettings.Read(builder.Configuration) is { } telemetry)
        {
            builder.Services.AddSingleton(telemetry);
            builder.Services.AddHostedService<TelemetryProviders>();
        }
    }
}
