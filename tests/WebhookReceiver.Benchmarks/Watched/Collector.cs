using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace WebhookReceiver.Benchmarks;

/// <summary>Takes what is exported over OTLP, as <c>http/protobuf</c>, and throws it away: what a collector does with it happens on another machine.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private long exports;

    private Collector(WebApplication app, Uri url)
    {
        this.app = app;
        Url = url;
        app.Run(TakeAsync);
    }

    public Uri Url { get; }

    public long Exports => Interlocked.Read(ref exports);

    public static async Task<Collector> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var port = FreePorts.Take(1)[0];
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var collector = new Collector(builder.Build(), new Uri($"http://127.0.0.1:{port}"));
        await collector.app.StartAsync(cancellationToken);

        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        Interlocked.Increment(ref exports);

        // An empty message says that everything was taken.
        context.Response.ContentType = "application/x-protobuf";
    }
}
