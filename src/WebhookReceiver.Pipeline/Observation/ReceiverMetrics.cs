using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace WebhookReceiver.Observation;

/// <summary>What the receiver counts, under the meter <see cref="MeterName"/>.</summary>
internal sealed class ReceiverMetrics
{
    public const string MeterName = "WebhookReceiver";

    private readonly Counter<long> accepted;
    private readonly Counter<long> refused;
    private readonly Counter<long> empty;
    private readonly Counter<long> handled;
    private readonly Counter<long> unhandled;
    private readonly Counter<long> failed;
    private readonly Counter<long> timedOut;
    private readonly Counter<long> unlogged;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The factory owns the meter.")]
    public ReceiverMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);

        accepted = meter.CreateCounter<long>("whatsapp.deliveries.accepted", "{delivery}", "Deliveries answered with 200.");
        refused = meter.CreateCounter<long>("whatsapp.deliveries.refused", "{delivery}", "Requests answered otherwise, by reason.");
        empty = meter.CreateCounter<long>("whatsapp.deliveries.empty", "{delivery}", "Deliveries that held no event.");
        handled = meter.CreateCounter<long>("whatsapp.events.handled", "{event}", "Events whose handlers have all been run.");
        unhandled = meter.CreateCounter<long>("whatsapp.events.unhandled", "{event}", "Events that no handler asked for.");
        failed = meter.CreateCounter<long>("whatsapp.handlers.failed", "{call}", "Handler calls that ended in an exception, by handler.");
        timedOut = meter.CreateCounter<long>("whatsapp.handlers.timed_out", "{call}", "Handler calls that took too long, by handler.");
        unlogged = meter.CreateCounter<long>("whatsapp.events.unlogged", "{event}", "Events that could not be written to the event log.");
    }

    public void DeliveryAccepted() => accepted.Add(1);

    public void DeliveryRefused(Refusal refusal) => refused.Add(1, new KeyValuePair<string, object?>("reason", refusal.ToString()));

    public void DeliveryEmpty() => empty.Add(1);

    public void EventHandled() => handled.Add(1);

    public void EventUnhandled() => unhandled.Add(1);

    public void HandlerFailed(string handler) => failed.Add(1, new KeyValuePair<string, object?>("handler", handler));

    public void HandlerTimedOut(string handler) => timedOut.Add(1, new KeyValuePair<string, object?>("handler", handler));

    public void EventsUnlogged(int events) => unlogged.Add(events);
}
