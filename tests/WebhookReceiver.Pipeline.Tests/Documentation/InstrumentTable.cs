using System.Diagnostics.Metrics;
using System.Linq.Expressions;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Observation;
using WebhookReceiver.WhatsApp.Tests;

namespace WebhookReceiver.Pipeline.Tests.Documentation;

/// <summary>All instruments of the meter, one row each, as somebody sees them who listens to it.</summary>
internal static class InstrumentTable
{
    public static string Write()
    {
        var rows =
            from instrument in Published()
            orderby KindOf(instrument), instrument.Name
            select $"| `{instrument.Name}` | {KindOf(instrument)} | {instrument.Unit?.Trim('{', '}')} | {TableCell.Of(instrument.Description)} |\n";

        return $"| Instrument | Kind | Unit | Shows |\n|---|---|---|---|\n{string.Concat(rows)}";
    }

    private static List<Instrument> Published()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var published = new List<Instrument>();
        using var listener = new MeterListener();

        // Tests beside this one have meters of the same name.
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name is ReceiverMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                published.Add(instrument);
            }
        };

        listener.Start();
        MakeAll(new ReceiverMetrics(factory));
        return published;
    }

    /// <summary>Gauges are made when their owner hands over where to look, so each such method is called, with a look that finds nothing.</summary>
    private static void MakeAll(ReceiverMetrics metrics)
    {
        foreach (var method in typeof(ReceiverMetrics).GetMethods().Where(static method => method.Name.StartsWith("Observe", StringComparison.Ordinal)))
        {
            method.Invoke(metrics, [.. method.GetParameters().Select(static parameter => LookOf(parameter.ParameterType))]);
        }
    }

    private static Delegate LookOf(Type type) => Expression.Lambda(type, Expression.Default(type.GetMethod("Invoke")!.ReturnType)).Compile();

    private static string KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        var name when name.Contains("Gauge", StringComparison.Ordinal) => "gauge",
        var name when name.Contains("UpDown", StringComparison.Ordinal) => "up-down counter",
        var name when name.Contains("Counter", StringComparison.Ordinal) => "counter",
        _ => "histogram",
    };
}
