using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace WebhookReceiver.Observation;

/// <summary>The receiver's metrics, under the meter <see cref="MeterName"/>.</summary>
internal sealed class ReceiverMetrics
{
    public const string MeterName = "WebhookReceiver";

    private readonly Counter<long> accepted;
    private readonly Counter<long> refused;
    private readonly Counter<long> stray;
    private readonly Counter<long> unlisted;
    private readonly Counter<long> empty;
    private readonly Counter<long> passedOver;
    private readonly Counter<long> handled;
    private readonly Counter<long> unhandled;
    private readonly Counter<long> failed;
    private readonly Counter<long> timedOut;
    private readonly Counter<long> unlogged;
    private readonly Counter<long> duplicates;
    private readonly Counter<long> stale;
    private readonly Counter<long> retried;
    private readonly Counter<long> deadLettered;
    private readonly Meter meter;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The factory owns the meter.")]
    public ReceiverMetrics(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);

        accepted = meter.CreateCounter<long>("whatsapp.deliveries.accepted", "{delivery}", "Deliveries answered with 200.");
        refused = meter.CreateCounter<long>("whatsapp.deliveries.refused", "{delivery}", "Requests that were refused, by reason.");
        stray = meter.CreateCounter<long>("whatsapp.requests.refused", "{request}", "Requests that reached no endpoint, or /api without the key, and TLS handshakes ended because of the client certificate, by reason.");
        unlisted = meter.CreateCounter<long>("whatsapp.requests.unlisted", "{request}", "Requests from addresses that are not on the list of the endpoint, while it is only reported, by endpoint.");
        empty = meter.CreateCounter<long>("whatsapp.deliveries.empty", "{delivery}", "Deliveries that contained no event.");
        passedOver = meter.CreateCounter<long>("whatsapp.members.passed_over", "{member}", "Members next to events that this version does not read.");
        handled = meter.CreateCounter<long>("whatsapp.events.handled", "{event}", "Events that are finished: for every handler they succeeded or became a dead letter.");
        unhandled = meter.CreateCounter<long>("whatsapp.events.unhandled", "{event}", "Events that no handler accepts.");
        failed = meter.CreateCounter<long>("whatsapp.handlers.failed", "{call}", "Handler calls that ended in an exception, by handler.");
        timedOut = meter.CreateCounter<long>("whatsapp.handlers.timed_out", "{call}", "Handler calls that timed out, by handler.");
        unlogged = meter.CreateCounter<long>("whatsapp.events.unlogged", "{event}", "Events that were held back because they could not be written to the event log.");
        duplicates = meter.CreateCounter<long>("whatsapp.events.duplicate", "{event}", "Events that were skipped because they were handled before or are in progress.");
        stale = meter.CreateCounter<long>("whatsapp.events.stale", "{event}", "Messages and statuses older than the duplicate window.");
        retried = meter.CreateCounter<long>("whatsapp.handlers.retried", "{call}", "Failed handler calls that will be retried, by handler.");
        deadLettered = meter.CreateCounter<long>("whatsapp.events.dead_lettered", "{letter}", "Dead letters written, by cause.");
    }

    public void DeliveryAccepted() => accepted.Add(1);

    public void DeliveryRefused(Refusal refusal) => refused.Add(1, new KeyValuePair<string, object?>("reason", refusal.ToString()));

    public void RequestRefused(string reason) => stray.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void AddressUnlisted(string endpoint) => unlisted.Add(1, new KeyValuePair<string, object?>("endpoint", endpoint));

    public void DeliveryEmpty() => empty.Add(1);

    public void MemberPassedOver() => passedOver.Add(1);

    public void EventHandled() => handled.Add(1);

    public void EventUnhandled() => unhandled.Add(1);

    public void HandlerFailed(string handler) => failed.Add(1, new KeyValuePair<string, object?>("handler", handler));

    public void HandlerTimedOut(string handler) => timedOut.Add(1, new KeyValuePair<string, object?>("handler", handler));

    public void EventsUnlogged(int events) => unlogged.Add(events);

    public void EventDuplicate() => duplicates.Add(1);

    public void EventStale() => stale.Add(1);

    public void HandlerRetried(string handler) => retried.Add(1, new KeyValuePair<string, object?>("handler", handler));

    public void EventDeadLettered(string cause) => deadLettered.Add(1, new KeyValuePair<string, object?>("cause", cause));

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
}
