namespace WebhookReceiver.Operations.Metrics;

/// <summary><c>GET /metrics</c> on the operations listener. Without the key, like health: nothing in it says anything about a person.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static void MapMetrics(this WebApplication app) => app
        .MapGet(Path, static (MetricsCollector collector) => Results.Text(PrometheusText.Of(collector.Collect(), collector.Refused), PrometheusText.ContentType))
        .Produces<string>(contentType: "text/plain")
        .WithName("showMetrics")
        .WithTags("Metrics")
        .WithSummary("The metrics of the receiver, of ASP.NET Core and of the runtime, in Prometheus text format");
}
