using System.Diagnostics.Metrics;

namespace WebhookReceiver.Observation;

/// <content>What is read whenever a collector asks.</content>
internal sealed partial class ReceiverMetrics
{
    /// <summary>Registers the gauges that show whether something is stuck; they are read whenever a collector asks.</summary>
    public void ObserveDispatch(Func<double> oldestOpen, Func<double> oldestReady, Func<int> putOffDeliveries, Func<int> leftBehind, Func<long> putOff)
    {
        meter.CreateObservableGauge("whatsapp.events.oldest_open", oldestOpen, "s", "Age of the oldest delivery that is not completely handled.");
        meter.CreateObservableGauge("whatsapp.lanes.oldest_ready", oldestReady, "s", "How long the longest-waiting ready conversation has waited.");
        meter.CreateObservableGauge("whatsapp.deliveries.put_off", putOffDeliveries, "{delivery}", "Deliveries that could not be read into events and will be retried.");
        meter.CreateObservableGauge("whatsapp.handlers.left_behind", leftBehind, "{call}", "Handler calls that exceeded their time and are still running.");
        meter.CreateObservableCounter("whatsapp.events.put_off", putOff, "{event}", "Events that were postponed because something other than a handler failed.");
    }

    /// <summary>Registers the gauges of the lanes; they are read whenever a collector asks.</summary>
    public void ObserveLanes(Func<int> lanes, Func<int> waiting, Func<int> parked)
    {
        meter.CreateObservableGauge("whatsapp.lanes", lanes, "{lane}", "Conversations with an event that is waiting or in progress.");
        meter.CreateObservableGauge("whatsapp.lanes.parked", parked, "{lane}", "Conversations that are waiting for the next attempt at an event.");
        meter.CreateObservableGauge("whatsapp.events.waiting", waiting, "{event}", "Events that are waiting for their turn or in progress.");
    }

    /// <summary>Registers the gauges of the store. What it does not know has no series.</summary>
    public void ObserveStore(Func<StoreFigures> figures)
    {
        Known("whatsapp.deliveries.open", "{delivery}", "Deliveries that are not completely handled; with the store Postgres those of this instance.", () => figures().OpenDeliveries);
        Known("whatsapp.deliveries.open.size", "By", "Bytes of the deliveries that are not completely handled, estimated from the mean size of the deliveries in their file.", () => figures().OpenBytes);
        Known("whatsapp.dead_letters", "{letter}", "Dead letters that are kept.", () => figures().DeadLetters);
        Known("whatsapp.store.free", "By", "Free bytes where the store is.", () => figures().FreeBytes);
        Known("whatsapp.store.damaged_copies", "{copy}", "Copies of damaged bytes of the journal that were put aside.", () => figures().DamagedCopies);
        meter.CreateObservableGauge("whatsapp.store.failed", () => figures().IsFailed ? 1 : 0, unit: null, "1 while deliveries are answered with 503 because they cannot be stored, otherwise 0.");
    }

    /// <summary>Registers the gauges of the watchdog.</summary>
    public void ObserveWatchdog(Func<IEnumerable<Measurement<double>>> sinceAccepted, Func<double?> certificatesRemaining, Func<IEnumerable<Measurement<int>>> alerts)
    {
        meter.CreateObservableGauge("whatsapp.deliveries.since_accepted", sinceAccepted, "s", "Time since the last delivery was accepted, or since the start while there was none, by endpoint.");
        Known("whatsapp.certificates.remaining", "s", "Time until the first of the certificates in the files of the settings ends; negative once it has ended.", certificatesRemaining);
        meter.CreateObservableGauge("whatsapp.alerts", alerts, unit: null, "1 while the watchdog reports an alert, otherwise 0, by alert.");
    }

    private void Known<T>(string name, string? unit, string description, Func<T?> read)
        where T : struct =>
        meter.CreateObservableGauge(name, () => read() is { } value ? (Measurement<T>[])[new Measurement<T>(value)] : [], unit, description);
}
