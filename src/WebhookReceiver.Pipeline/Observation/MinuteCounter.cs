using System.Net;
using WebhookReceiver.Senders;

namespace WebhookReceiver.Observation;

/// <summary>Counts one kind of thing that strangers do. The first occurrence is reported at once; later ones are reported together, a minute after the previous report.</summary>
internal sealed class MinuteCounter(TimeProvider clock, Action<AddressCounts> report)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private AddressCounts counts = new();
    private long? reported;
    private long total;

    /// <summary>How often it happened since the start.</summary>
    public long Total => Interlocked.Read(ref total);

    public void Add(IPAddress? sender)
    {
        AddressCounts taken;
        Interlocked.Increment(ref total);

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

    /// <summary>Reports what is still unreported because nothing of its kind followed.</summary>
    /// <param name="isLast">Whether nothing more will come, so that there is no reason to wait.</param>
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
