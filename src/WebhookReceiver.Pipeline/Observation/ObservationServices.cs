using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookReceiver.Observation;

/// <summary>Registers the metrics, and the log lines that report refusals.</summary>
internal static class ObservationServices
{
    public static void AddObservation(this IServiceCollection services)
    {
        services.AddSingleton<ReceiverMetrics>();
        services.AddSingleton<MinuteReports>();
        services.AddSingleton<RefusalLog>();
        services.AddSingleton<StrayLog>();
        services.AddSingleton(static provider => new ServerRefusals(provider.GetRequiredService<StrayLog>(), provider.GetService<DiagnosticListener>()));
    }
}
