using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookReceiver.Tests.Receiving;

/// <summary>The refusals counted by one receiver, by reason.</summary>
internal sealed class RefusalCounter : IDisposable
{
    private const string Deliveries = "whatsapp.deliveries.refused";
    private const string Requests = "whatsapp.requests.refused";

    private readonly MeterListener listener = new();

    public RefusalCounter(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Name is Deliveries or Requests && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => (instrument.Name is Deliveries ? Reasons : Strays).Add(tags[0].Value?.ToString() ?? string.Empty));
        listener.Start();
    }

    public Sightings<string> Reasons { get; } = new();

    /// <summary>Requests that reached no endpoint, or <c>/api</c> without the key.</summary>
    public Sightings<string> Strays { get; } = new();

    public void Dispose() => listener.Dispose();
}
