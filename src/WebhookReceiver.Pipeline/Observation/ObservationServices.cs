using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookReceiver.Observation;

/// <summary>Counters, and the log lines that report them.</summary>
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
