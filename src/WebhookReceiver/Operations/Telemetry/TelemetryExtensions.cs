using System.Diagnostics;
using System.Runtime.CompilerServices;

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
            Export(builder.Services, telemetry);
        }
    }

    /// <summary>By itself, because a method that names a type of OpenTelemetry loads its assemblies.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Export(IServiceCollection services, TelemetrySettings telemetry)
    {
        services.AddSingleton(telemetry);
        services.AddSingleton(provider => ReceiverSampler.Read(telemetry.Settings, provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<TelemetryProviders>();

        if (telemetry.Traces is not null && ReceiverSampler.ChoosesNotifications(telemetry.Settings))
        {
            services.AddSingleton(static provider => provider.GetRequiredService<ReceiverSampler>().Notifications!);
        }
    }
}
