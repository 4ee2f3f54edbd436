using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Tests.Operating.Telemetry;

[assembly: HostingStartup(typeof(TracedStartup))]

namespace WebhookReceiver.Tests.Operating.Telemetry;

/// <summary>Adds a handler to the shipped host that calls another service, when <c>Traced:Url</c> names one.</summary>
internal sealed class TracedStartup : IHostingStartup
{
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(static (context, services) =>
    {
        if (context.Configuration["Traced:Url"] is { } url)
        {
            services.AddSingleton(new TracedCalls(new Uri(url), context.Configuration["Traced:HangWhile"]));
            services.AddWhatsAppWebhooks().AddHandler<TracedHandler>();
        }
    });
}
