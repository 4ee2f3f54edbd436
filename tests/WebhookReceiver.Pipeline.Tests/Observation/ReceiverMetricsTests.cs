using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WebhookReceiver.Observation;
using WebhookReceiver.WhatsApp;
using Xunit;

namespace WebhookReceiver.Pipeline.Tests.Observation;

/// <summary>What measuring costs, and in which buckets.</summary>
public sealed class ReceiverMetricsTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener listener = new();
    private readonly List<Instrument> published = [];
    private readonly ReceiverMetrics metrics;

    public ReceiverMetricsTests()
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                published.Add(instrument);
            }
        };
        listener.Start();
        metrics = new ReceiverMetrics(factory);
    }

    public void Dispose()
    {
        listener.Dispose();
        services.Dispose();
    }

    [Fact]
    public void Nothing_is_allocated_whether_or_not_somebody_listens()
    {
        var (message, time) = (new TextMessage(), TimeSpan.FromMilliseconds(3));
        Assert.False(metrics.IsAckMeasured || metrics.IsSyncMeasured || metrics.IsProcessMeasured || metrics.IsLagMeasured);
        Assert.Equal(0, AllocatedBy(Measure));

        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        published.ForEach(instrument => listener.EnableMeasurementEvents(instrument));

        Assert.True(metrics is { IsAckMeasured: true, IsSyncMeasured: true, IsProcessMeasured: true, IsLagMeasured: true });
        Assert.Equal(0, AllocatedBy(Measure));

        void Measure()
        {
            metrics.DeliveryAccepted("default");
            metrics.DeliveryAnswered("default", time);
            metrics.DeliveryRefused("default", Refusal.Signature);
            metrics.DeliveriesSynced(time);
            metrics.EventArrived("default", time);
            metrics.EventHandled("default", message);
            metrics.EventLagged("default", time);
            metrics.EventDuplicate();
            metrics.HandlerCalled("desk", time, failure: null);
            metrics.HandlerCalled("desk", time, "timeout");
            metrics.HandlerFailed("desk");
            metrics.HandlerRetried("desk");
        }
    }

    [Fact]
    public void Every_histogram_says_in_which_buckets_it_counts_and_they_are_few_and_ascend()
    {
        var histograms = published.OfType<Histogram<double>>().ToList();

        Assert.Equal(5, histograms.Count);
        Assert.All(histograms, static histogram =>
        {
            var bounds = histogram.Advice!.HistogramBucketBoundaries!;
            Assert.InRange(bounds.Count, 5, 20);
            Assert.Equal(bounds.Order(), bounds);
            Assert.Equal("s", histogram.Unit);
        });
    }

    [Fact]
    public void Every_refusal_has_its_own_name_as_label() =>
        Assert.All(Enum.GetValues<Refusal>(), static refusal => Assert.Equal(refusal.ToString(), refusal.Name()));

    private static long AllocatedBy(Action work)
    {
        // The first calls compile it, and fill caches.
        for (var warm = 0; warm < 100; warm++)
        {
            work();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
