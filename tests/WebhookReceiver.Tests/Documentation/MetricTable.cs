using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Operations.Metrics;
using WebhookReceiver.Tests.Receiving;
using WebhookReceiver.WhatsApp.Tests;

namespace WebhookReceiver.Tests.Documentation;

/// <summary>All metrics of the receiver, one row each, under the names that <c>/metrics</c> gives them.</summary>
internal static class MetricTable
{
    public static async Task<string> WriteAsync()
    {
        await using var receiver = Receiver.Start();
        var rows =
            from family in receiver.Services.GetRequiredService<MetricsCollector>().Collect()
            where family.Name.StartsWith("whatsapp_", StringComparison.Ordinal) || family.Name.StartsWith("messaging_", StringComparison.Ordinal)
            select $"| `{family.Name}` | {KindOf(family.Kind)} | {TableCell.Of(family.Help)} |\n";

        return $"| Metric | Kind | Shows |\n|---|---|---|\n{string.Concat(rows)}";
    }

    private static string KindOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter or MetricKind.ObservedCounter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };
}
