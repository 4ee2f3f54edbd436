using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Observation;

/// <summary>
/// The receiver's metrics, under the meter <see cref="MeterName"/>. A label has a value that the program or its settings define, never one from outside and never a person, so the number of series is bounded.
/// While nobody listens to an instrument, a call does nothing, or adds to what is read later; no call allocates.
/// </summary>
internal sealed partial class ReceiverMetrics
{
    public const string MeterName = "WebhookReceiver";

    private readonly ReadCounter accepted;
    private readonly Counter<long> refused;
    private readonly Counter<long> stray;
    private readonly Counter<long> unlisted;
    private readonly Counter<long> empty;
    private readonly Counter<long> passedOver;
    private readonly ReadCounter handled;
    private readonly Counter<long> unhandled;
    private readonly Counter<long> failed;
    private readonly Counter<long> timedOut;
    private readonly Counter<long> unlogged;
    private readonly Counter<long> duplicates;
    private readonly Counter<long> stale;
    private readonly Counter<long> retried;
    private readonly ReadCounter deadLettered;
    private readonly Meter meter;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The factory owns the meter.")]
    public ReceiverMetrics(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);

        accepted = Counted(new ReadCounter("endpoint"), "whatsapp.deliveries.accepted", "{delivery}", "Deliveries answered with 200, by endpoint.");
        refused = meter.CreateCounter<long>("whatsapp.deliveries.refused", "{delivery}", "Requests that were refused, by endpoint and reason.");
        stray = meter.CreateCounter<long>("whatsapp.requests.refused", "{request}", "Requests that reached no endpoint, or /api without the key, and TLS handshakes ended because of the client certificate, by reason.");
        unlisted = meter.CreateCounter<long>("whatsapp.requests.unlisted", "{request}", "Requests from addresses that are not on the list of the endpoint, while it is only reported, by endpoint.");
        empty = meter.CreateCounter<long>("whatsapp.deliveries.empty", "{delivery}", "Deliveries that contained no event.");
        passedOver = meter.CreateCounter<long>("whatsapp.members.passed_over", "{member}", "Members next to events that this version does not read.");
        handled = Counted(new ReadCounter("endpoint", "type"), "whatsapp.events.handled", "{event}", "Events that are finished: for every handler they succeeded or became a dead letter; by endpoint and type.");
        unhandled = meter.CreateCounter<long>("whatsapp.events.unhandled", "{event}", "Events that no handler accepts.");
        failed = meter.CreateCounter<long>("whatsapp.handlers.failed", "{call}", "Handler calls that ended in an exception, by handler.");
        timedOut = meter.CreateCounter<long>("whatsapp.handlers.timed_out", "{call}", "Handler calls that timed out, by handler.");
        unlogged = meter.CreateCounter<long>("whatsapp.events.unlogged", "{event}", "Events that were held back because they could not be written to the event log.");
        duplicates = meter.CreateCounter<long>("whatsapp.events.duplicate", "{event}", "Events that were skipped because they were handled before or are in progress.");
        stale = meter.CreateCounter<long>("whatsapp.events.stale", "{event}", "Messages and statuses older than the duplicate window.");
        retried = meter.CreateCounter<long>("whatsapp.handlers.retried", "{call}", "Failed handler calls that will be retried, by handler.");
        deadLettered = Counted(new ReadCounter("cause"), "whatsapp.events.dead_lettered", "{letter}", "Dead letters written, by cause.");

        ack = Durations("whatsapp.deliveries.ack.duration", "From the moment when the door gets a request until the answer 200, by endpoint.", AckBounds);
        sync = Durations("whatsapp.journal.sync.duration", "One sync of a batch of deliveries to disk; with the store Postgres, its commit.", AckBounds);
        process = Durations("messaging.process.duration", "One call of a handler, by handler; error.type says how it failed.", ProcessBounds);
        lag = Durations("whatsapp.events.lag", "From the time of Meta's clock at which an event happened until it was handled, by endpoint.", AgeBounds);
        age = Durations("whatsapp.events.age", "From the time of Meta's clock at which an event happened until it arrived, by endpoint. It grows while Meta repeats what it could not deliver.", AgeBounds);
    }

    /// <summary>How many deliveries were accepted since the start.</summary>
    public long Accepted => accepted.Total;

    /// <summary>How many events were finished since the start.</summary>
    public long Handled => handled.Total;

    /// <summary>How many dead letters were written since the start.</summary>
    public long DeadLettered => deadLettered.Total;

    public void DeliveryAccepted(string endpoint) => accepted.Add(endpoint);

    public void DeliveryRefused(string endpoint, Refusal refusal) => refused.Add(1, new KeyValuePair<string, object?>("reason", refusal.Name()), Endpoint(endpoint));

    public void RequestRefused(string reason) => stray.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void AddressUnlisted(string endpoint) => unlisted.Add(1, Endpoint(endpoint));

    public void DeliveryEmpty() => empty.Add(1);

    public void MemberPassedOver() => passedOver.Add(1);

    public void EventHandled(string? endpoint, WhatsAppEvent? message) => handled.Add(endpoint, EventTypeLabel.Of(message));

    public void EventUnhandled() => unhandled.Add(1);

    public void HandlerFailed(string handler) => failed.Add(1, Handler(handler));

    public void HandlerTimedOut(string handler) => timedOut.Add(1, Handler(handler));

    public void EventsUnlogged(int events) => unlogged.Add(events);

    public void EventDuplicate() => duplicates.Add(1);

    public void EventStale() => stale.Add(1);

    public void HandlerRetried(string handler) => retried.Add(1, Handler(handler));

    public void EventDeadLettered(string cause) => deadLettered.Add(cause);

    /// <summary>Shows each cause of a dead letter before there is one.</summary>
    public void ShowDeadLetters(IEnumerable<string> causes)
    {
        foreach (var cause in causes)
        {
            deadLettered.Show(cause);
        }
    }

    private ReadCounter Counted(ReadCounter counter, string name, string unit, string description)
    {
        meter.CreateObservableCounter(name, counter.Read, unit, description);
        return counter;
    }

    private static KeyValuePair<string, object?> Endpoint(string? endpoint) => new("endpoint", endpoint);

    private static KeyValuePair<string, object?> Handler(string handler) => new("handler", handler);
}
