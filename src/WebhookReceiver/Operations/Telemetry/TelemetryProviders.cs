using System.Diagnostics.CodeAnalysis;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using WebhookReceiver.Operations.Metrics;

namespace WebhookReceiver.Operations.Telemetry;

/// <summary>Exports traces and metrics from before the first request until after the last one. It is the first service to start, and so the last to stop.</summary>
internal sealed class TelemetryProviders(TelemetrySettings telemetry, ReceiverSampler sampler, ILogger<TelemetryTrouble> logger, TimeProvider clock) : IHostedService, IDisposable
{
    /// <summary>How long a stop waits for the last export, in milliseconds: a collector that is gone must not hold it up.</summary>
    public const int Patience = 3000;

    /// <summary>Further sources and meters by name, separated by commas: the variables of OpenTelemetry's automatic instrumentation for .NET.</summary>
    private const string MoreSources = "OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES";
    private const string MoreMeters = "OTEL_DOTNET_AUTO_METRICS_ADDITIONAL_SOURCES";

    private TelemetryTrouble? trouble;
    private TracerProvider? traces;
    private MeterProvider? metrics;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The provider disposes its processors.")]
    public Task StartAsync(CancellationToken cancellationToken)
    {
        trouble = new TelemetryTrouble(logger, clock);

        if (telemetry.Traces is { } toTraces)
        {
            traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(telemetry.Settings))
                .SetResourceBuilder(TelemetryResource.Create())
                .SetSampler(sampler)
                .AddSource("WebhookReceiver", "System.Net.Http", "Npgsql")
                .AddSource(TelemetrySettings.ListOf(telemetry.Settings[MoreSources]))
                .AddOtlpExporter(toTraces.Apply)
                .Build();
        }

        if (telemetry.Metrics is { } toMetrics)
        {
            metrics = Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(telemetry.Settings))
                .SetResourceBuilder(TelemetryResource.Create())
                .AddMeter("WebhookReceiver", "Microsoft.AspNetCore.*", "System.Runtime")
                .AddView(static instrument => MetricsCollector.IsChatter(instrument) ? MetricStreamConfiguration.Drop : null)
                .AddMeter(TelemetrySettings.ListOf(telemetry.Settings[MoreMeters]))
                .AddOtlpExporter(toMetrics.Apply)
                .Build();
        }

        return Task.CompletedTask;
    }

    /// <summary>Each waits by itself, on a thread that it blocks.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => traces?.Shutdown(Patience), CancellationToken.None),
        Task.Run(() => metrics?.Shutdown(Patience), CancellationToken.None));

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
        trouble?.Dispose();
    }
}
