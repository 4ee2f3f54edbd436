namespace WebhookReceiver.WhatsApp.Reading;

/// <summary>One forward-only walk through the events of a body, which keeps the most recent ones.</summary>
internal sealed class PayloadWalk(IEnumerable<WhatsAppEvent> events) : IDisposable
{
    /// <summary>
    /// How many of the most recent events are kept. A list of two million zeros is two million events, which must not all be in memory; an earlier one is found again
    /// by a walk from the beginning, without parsing.
    /// </summary>
    public const int MostKept = 4096;

    private readonly IEnumerator<WhatsAppEvent> rest = events.GetEnumerator();
    private readonly List<WhatsAppEvent> kept = [];

    /// <summary>The ordinal of the first event that is kept.</summary>
    private int firstKept;

    public int Kept => kept.Count;

    /// <summary>Whether the event has been passed.</summary>
    public bool IsPast(int ordinal) => ordinal < firstKept;

    /// <returns>Null when there is no event with that ordinal.</returns>
    public WhatsAppEvent? Read(int ordinal)
    {
        while (ordinal >= firstKept + kept.Count)
        {
            if (!rest.MoveNext())
            {
                return null;
            }

            if (kept.Count is MostKept)
            {
                kept.RemoveRange(0, MostKept / 2);
                firstKept += MostKept / 2;
            }

            kept.Add(rest.Current);
        }

        return kept[ordinal - firstKept];
    }

    public void Dispose() => rest.Dispose();
}
