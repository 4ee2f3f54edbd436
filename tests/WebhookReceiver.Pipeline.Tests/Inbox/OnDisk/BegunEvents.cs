using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Inbox.OnDisk;

/// <summary>Begins events for tests that do not care which handlers they concern.</summary>
internal static class BegunEvents
{
    public static readonly HandlerPlan Plan = new([new PlannedHandler("first", IsConditional: false), new PlannedHandler("second", IsConditional: true)], []);

    public static int EventStarted(this IOutcomes outcomes, EventId id) => outcomes.EventStarted(id, Plan);
}
