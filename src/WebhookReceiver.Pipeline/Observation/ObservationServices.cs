using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookReceiver.Observation;

/// <summary>What counts, and what tells of it in the log.</summary>
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
