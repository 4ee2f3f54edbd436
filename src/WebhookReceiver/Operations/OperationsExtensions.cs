using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using WebhookReceiver.Operations.Documentation;
using WebhookReceiver.Operations.Metrics;
using WebhookReceiver.Operations.WebConsole;

namespace WebhookReceiver.Operations;

/// <summary>Maps what operators and developers use: health, <c>/api</c>, the console, the OpenAPI document and its page. On the operations listener, in every environment.</summary>
internal static class OperationsExtensions
{
    public const string LivePath = "/health/live";
    public const string ReadyPath = "/health/ready";

    public static void AddOperations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ExpectedHosts>();
        builder.Services.AddSingleton<MetricsCollector>();
        builder.Services.AddDocumentedSettings();
        builder.Services.AddSingleton<ConsoleAssets>();
        builder.Services.AddDocumentation();
    }

    public static void MapOperations(this WebApplication app)
    {
        // Live: the process answers, so no check is run. Ready: the door would accept a delivery at this moment.
        app.MapHealthChecks(LivePath, new HealthCheckOptions { Predicate = static _ => false, ResponseWriter = HealthResponse.WriteAsync });
        app.MapHealthChecks(ReadyPath, new HealthCheckOptions { ResponseWriter = HealthResponse.WriteAsync });
        app.MapMetrics();
        app.MapWhatsAppOperations();
        app.MapConsole();
        app.MapDocumentation();
    }
}
