using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>What is known of a dead letter without reading it: enough to filter and to count.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Handler">The handler by its name; null where the event never came to one.</param>
/// <param name="EventType">The type of its event.</param>
/// <param name="Cause">Why it is one.</param>
/// <param name="Endpoint">The endpoint on which it came.</param>
/// <param name="LastAttemptAt">When its handler was last called.</param>
/// <param name="KeptSince">Since when it has been kept, by the store's own clock in milliseconds; 0 in a store without one.</param>
/// <param name="IsReplaying">Whether it is to be given to the handler again, and that has not ended yet.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeadLetterEntry(
    Guid Id, string? Handler, string EventType, DeadLetterCause Cause, string Endpoint, DateTimeOffset LastAttemptAt, long KeptSince, bool IsReplaying)
{
    public static DeadLetterEntry Of(DeadLetter letter) =>
        new(letter.Id, letter.Handler, letter.EventType, letter.Cause, letter.Endpoint, letter.LastAttemptAt, letter.KeptSince ?? 0, letter.IsReplaying);
}
