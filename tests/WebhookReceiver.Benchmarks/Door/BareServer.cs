using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace WebhookReceiver.Benchmarks;

/// <summary>The least that can answer a delivery: Kestrel reads the body and says 200. No routing, no logging, no configuration.</summary>
internal static class BareServer
{
    public static async Task RunAsync(Uri url, CancellationToken stoppingToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, url.Port, listener => listener.Protocols = HttpProtocols.Http1));

        await using var app = builder.Build();
        app.Run(AcknowledgeAsync);

        await app.StartAsync(stoppingToken);
        await app.WaitForShutdownAsync(stoppingToken);
    }

    private static async Task AcknowledgeAsync(HttpContext context)
    {
        var body = context.Request.BodyReader;

        while (true)
        {
            var read = await body.ReadAsync(context.RequestAborted);
            body.AdvanceTo(read.Buffer.End);

            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
