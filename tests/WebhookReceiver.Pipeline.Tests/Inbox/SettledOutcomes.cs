using WebhookReceiver.Inbox;

namespace WebhookReceiver.Pipeline.Tests.Inbox;

/// <summary>For tests to which it does not matter when an event was settled.</summary>
internal static class SettledOutcomes
{
    public static bool IsSettled(this IOutcomes outcomes, EventId id) => outcomes.SettledFor(id) is not null;
}
