using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Inbox;

/// <summary>Requests of a test to a store, one event at a time.</summary>
internal static class SettledOutcomes
{
    public static bool IsSettled(this IOutcomes outcomes, EventId id) => outcomes.Ask(EventStart.First(id, plan: null, isReplay: false)).Result is EventStartResult.Duplicate;

    public static EventProgress? ProgressOf(this IOutcomes outcomes, EventId id) => outcomes.Ask(EventStart.First(id, plan: null, isReplay: false)).Progress;

    /// <returns>The attempt number.</returns>
    public static int EventStarted(this IOutcomes outcomes, EventId id, HandlerPlan plan) => outcomes.Ask(EventStart.Again(id, plan)).Attempt;

    /// <summary>The answer to one request, which is available before it has been written.</summary>
    public static EventStart Ask(this IOutcomes outcomes, EventStart start)
    {
        EventStart[] events = [start];
        _ = outcomes.BeginAsync(events, CancellationToken.None).AsTask();
        return events[0];
    }
}
