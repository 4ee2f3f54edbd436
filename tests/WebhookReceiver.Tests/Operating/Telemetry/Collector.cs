using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WebhookReceiver.Tests.Operating.Telemetry;

/// <summary>An OpenTelemetry collector on the loopback interface: takes OTLP over HTTP in protobuf, and keeps all that it gets.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Sightings<string> requests = new();
    private readonly Lock gate = new();
    private readonly MemoryStream received = new();

    private Collector(WebApplication app) => this.app = app;

    public Uri Url => new(app.Urls.Single());

    public Sightings<ExportedSpan> Spans { get; } = new();

    public Sightings<ExportedLine> Lines { get; } = new();

    /// <summary>The names of the metrics, each as often as it came.</summary>
    public Sightings<string> Metrics { get; } = new();

    /// <summary>The attributes of the process that sent, of all signals.</summary>
    public Sightings<IReadOnlyDictionary<string, string>> Resources { get; } = new();

    /// <summary>The requests, each as its path and the value of the header <c>x-tenant</c>.</summary>
    public Sightings<string> Requests => requests;

    /// <summary>Everything that came, as bytes read as Latin-1, for texts that must not be in it.</summary>
    public string Everything
    {
        get
        {
            lock (gate)
            {
                return Encoding.Latin1.GetString(received.ToArray());
            }
        }
    }

    /// <summary>What makes a receiver export to it, soon.</summary>
    public Dictionary<string, string?> Settings => new(StringComparer.Ordinal)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Url.ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "20",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "20",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
    };

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector.app.MapPost("/v1/{signal}", collector.TakeAsync);
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, string signal)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);

        lock (gate)
        {
            body.WriteTo(received);
        }

        foreach (var resource in new WireMessage(body.ToArray()).Messages(1))
        {
            resource.Messages(1).ToList().ForEach(attributes => Resources.Add(attributes.Pairs(1)));

            foreach (var scope in resource.Messages(2))
            {
                var name = scope.Messages(1).Select(static scope => scope.Text(1)).FirstOrDefault(string.Empty);
                scope.Messages(2).ToList().ForEach(item => Add(signal, name, item));
            }
        }

        requests.Add($"{context.Request.Path} {context.Request.Headers["x-tenant"]}");
        context.Response.ContentType = "application/x-protobuf";
    }

    private void Add(string signal, string scope, WireMessage item)
    {
        switch (signal)
        {
            case "traces":
                Spans.Add(ExportedSpan.Read(scope, item));
                break;
            case "logs":
                Lines.Add(ExportedLine.Read(scope, item));
                break;
            default:
                Metrics.Add(item.Text(1));
                break;
        }
    }
}
