using System.Runtime.InteropServices;

namespace WebhookReceiver.Inbox;

/// <summary>What is known about a dead letter without reading it from disk: enough to filter and count.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Handler">The handler's name; null when the event never reached one.</param>
/// <param name="EventType">The type of its event.</param>
/// <param name="Cause">Why it became a dead letter.</param>
/// <param name="ExceptionType">The full name of the type of the last exception; null when there was none.</param>
/// <param name="Endpoint">The endpoint that received it.</param>
/// <param name="LastAttemptAt">When its handler was last called.</param>
/// <param name="KeptSince">Since when it has been kept, in milliseconds of the store's own clock; 0 in a store without one.</param>
/// <param name="IsReplaying">Whether a replay has been requested and has not finished.</param>
/// <param name="EventHash">The lower half of its event's <see cref="EventId"/>: two events have the same with a chance of 1 in 10^19.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeadLetterEntry(
    Guid Id,
    string? Handler,
    string EventType,
    DeadLetterCause Cause,
    string? ExceptionType,
    string Endpoint,
    DateTimeOffset LastAttemptAt,
    long KeptSince,
    bool IsReplaying,
    ulong EventHash = 0)
{
    public static DeadLetterEntry Of(DeadLetter deadLetter) =>
        new(
            deadLetter.Id,
            deadLetter.Handler,
            deadLetter.EventType,
            deadLetter.Cause,
            deadLetter.ExceptionType,
            deadLetter.Endpoint,
            deadLetter.LastAttemptAt,
            deadLetter.KeptSince ?? 0,
            deadLetter.IsReplaying,
            (ulong)deadLetter.Event.Value);
}
