using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WebhookReceiver.Watchdog;

/// <summary>Registers the watchdog. It looks at all other rooms, and none of them at it.</summary>
internal static class WatchdogServices
{
    public static void AddWatchdog(this IServiceCollection services)
    {
        services.AddSingleton<IPostConfigureOptions<AlertsOptions>, AlertsOptionsDefaults>();
        services.AddSingleton<AlertBoard>();
        services.AddSingleton<AlertAddress>();
        services.AddSingleton<AlertSender>();
        services.AddSingleton<AlertNotices>();
        services.AddHostedService(static provider => provider.GetRequiredService<AlertNotices>());
        services.AddHostedService<AlertWatch>();
        services.AddHealthChecks().AddCheck<AlertHealthCheck>("alerts");
    }
}
