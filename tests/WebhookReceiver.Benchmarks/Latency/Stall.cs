using System.Runtime.InteropServices;

namespace WebhookReceiver.Benchmarks;

/// <summary>Requests one after another that took too long: a pause of the disk or of the process shows as one stall, however many it hit.</summary>
/// <param name="Begin">When the first of them was due, from the begin of the run.</param>
/// <param name="Requests">How many there were.</param>
/// <param name="Longest">How long the slowest took.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Stall(TimeSpan Begin, int Requests, TimeSpan Longest)
{
    /// <summary>What is closer together than this is one.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(20);

    /// <param name="times">How long each took, in the order in which they were due.</param>
    /// <param name="rate">How many were due per second.</param>
    /// <param name="limit">What is too long.</param>
    public static IReadOnlyList<Stall> In(IReadOnlyList<TimeSpan> times, int rate, TimeSpan limit)
    {
        var stalls = new List<Stall>();
        var last = -Gap;

        for (var number = 0; number < times.Count; number++)
        {
            if (times[number] <= limit)
            {
                continue;
            }

            var due = TimeSpan.FromSeconds((double)number / rate);

            if (due - last > Gap || stalls.Count is 0)
            {
                stalls.Add(new Stall(due, 0, TimeSpan.Zero));
            }

            stalls[^1] = new Stall(stalls[^1].Begin, stalls[^1].Requests + 1, times[number] > stalls[^1].Longest ? times[number] : stalls[^1].Longest);
            last = due;
        }

        return stalls;
    }
}
