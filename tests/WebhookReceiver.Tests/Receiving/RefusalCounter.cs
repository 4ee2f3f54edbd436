using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>What one receiver counts as refused, by reason.</summary>
internal sealed class RefusalCounter : IDisposable
{
    private readonly MeterListener listener = new();

    public RefusalCounter(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Name is "whatsapp.deliveries.refused" && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Reasons.Add(tags[0].Value?.ToString() ?? string.Empty));
        listener.Start();
    }

    public Sightings<string> Reasons { get; } = new();

    public void Dispose() => listener.Dispose();
}
