using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebhookReceiver.Tests.Durability.Harness;

[assembly: HostingStartup(typeof(LedgerStartup))]

namespace WebhookReceiver.Tests.Durability.Harness;

/// <summary>
/// Adds the ledger handler to the shipped host, from outside, when the section <c>Ledger</c> asks for it. A separate process loads this assembly
/// through <c>ASPNETCORE_HOSTINGSTARTUPASSEMBLIES</c>; the host's code is the one that ships.
/// </summary>
internal sealed class LedgerStartup : IHostingStartup
{
    public void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(static (context, services) =>
        {
            if (LedgerSettings.Read(context.Configuration) is { } settings)
            {
                services.AddSingleton(settings);
                services.AddSingleton(static provider => new LedgerWriter(provider.GetRequiredService<LedgerSettings>().Path));
                services.AddWhatsAppWebhooks().AddHandler<LedgerHandler>();

                if (settings.ClockAhead != TimeSpan.Zero)
                {
                    services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new WrongClock(settings.ClockAhead)));
                }
            }
        });
}

/// <summary>A clock that was set wrong. Durations are right.</summary>
internal sealed class WrongClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
