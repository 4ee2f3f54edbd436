using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Observation;

/// <summary>
/// The name of an event in log lines: the first characters of its key, so that a line leads to the same event in the event log, in dead letters and in <c>/api</c>. A key contains nothing about a
/// person, so it need not be masked.
/// </summary>
internal readonly record struct ShortKey(EventKey Key)
{
    /// <summary>Enough for the events of many years: among ten million, two share it with a probability of a fifth.</summary>
    public const int Length = 12;

    public override string ToString() => Key.ToString()[..Length];
}
