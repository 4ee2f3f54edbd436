using Microsoft.AspNetCore.Hosting;
using WebhookReceiver.Benchmarks;
using WebhookReceiver.WhatsApp;

[assembly: HostingStartup(typeof(EndlessHandlerStartup))]

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Adds a handler that never ends to the shipped host, without a change to it. With it everything that waits goes on waiting, as it does while a service
/// that handlers call is down.
/// </summary>
internal sealed class EndlessHandlerStartup : IHostingStartup
{
    /// <summary>The variable that switches it on: the assembly alone must not change what is measured.</summary>
    public const string Switch = "BENCHMARK_NEVER_HANDLES";

    public void Configure(IWebHostBuilder builder)
    {
        if (Environment.GetEnvironmentVariable(Switch) is "true")
        {
            builder.ConfigureServices(static services => services.AddWhatsAppWebhooks().On<WhatsAppEvent>(
                static (WhatsAppEvent _, CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)));
        }
    }
}
