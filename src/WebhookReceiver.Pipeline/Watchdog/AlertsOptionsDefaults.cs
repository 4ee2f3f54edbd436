using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WebhookReceiver.Watchdog;

/// <summary>Fills in what depends on the environment: silence is usual where a program is tried out.</summary>
internal sealed class AlertsOptionsDefaults(IHostEnvironment environment) : IPostConfigureOptions<AlertsOptions>
{
    public void PostConfigure(string? name, AlertsOptions options) =>
        options.SilenceAfter ??= environment.IsDevelopment() ? TimeSpan.Zero : AlertsOptions.UsualSilence;
}
