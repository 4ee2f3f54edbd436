using System.Net;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Observation;

/// <summary>Counts one kind of what strangers do. The first is reported at once, and what follows together, a minute after the report before.</summary>
internal sealed class MinuteTally(TimeProvider clock, Action<AddressCounts> report)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private AddressCounts counts = new();
    private long? reported;

    public void Add(IPAddress? sender)
    {
        AddressCounts taken;

        lock (gate)
        {
            counts.Add(sender);

            if (IsQuiet)
            {
                return;
            }

            taken = Take();
        }

        report(taken);
    }

    /// <summary>Reports what has not been reported, because nothing of the kind came after it.</summary>
    /// <param name="isLast">Whether nothing will come any more, so that there is no reason to wait.</param>
    public void ReportRest(bool isLast)
    {
        AddressCounts taken;

        lock (gate)
        {
            if (counts.Total is 0 || (IsQuiet && !isLast))
            {
                return;
            }

            taken = Take();
        }

        report(taken);
    }

    private bool IsQuiet => reported is { } last && clock.GetElapsedTime(last) < Interval;

    private AddressCounts Take()
    {
        var taken = counts;
        counts = new AddressCounts();
        reported = clock.GetTimestamp();
        return taken;
    }
}
