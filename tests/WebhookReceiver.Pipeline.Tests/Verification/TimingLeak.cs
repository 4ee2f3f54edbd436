using System.Diagnostics;

namespace WebhookReceiver.Pipeline.Tests.Verification;

/// <summary>
/// Whether the time of a comparison shows which of two inputs it got: Welch's t over many measurements of both, mixed at random, without the slowest tenth, which belongs to the machine. A leak shows in each
/// of several runs, and as a share of the time that matters; where the two inputs lie in memory shows as well, but as a small one.
/// </summary>
internal static class TimingLeak
{
    /// <summary>Above it the two differ: the usual threshold of such tests.</summary>
    private const double Suspicious = 4.5;

    /// <summary>A difference below this share of the time is not one that ends early.</summary>
    private const double Relevant = 0.1;

    private const int Runs = 7;
    private const int Measurements = 50_000;

    /// <summary>So many comparisons in one measurement, because one takes hardly longer than to read the clock.</summary>
    private const int Batch = 8;

    /// <summary>Measures until a run shows no leak, or all of them have shown one.</summary>
    public static bool IsIn(Func<bool> one, Func<bool> other)
    {
        var random = new Random(1);
        return Enumerable.Range(0, Runs).All(_ => Shows(one, other, random));
    }

    private static bool Shows(Func<bool> one, Func<bool> other, Random random)
    {
        var ones = new List<double>(Measurements);
        var others = new List<double>(Measurements);

        while (ones.Count + others.Count < Measurements)
        {
            var isOne = random.Next(2) is 0;
            (isOne ? ones : others).Add(Measure(isOne ? one : other));
        }

        var limit = Quantile([.. ones, .. others], 0.9);
        ones.RemoveAll(time => time > limit);
        others.RemoveAll(time => time > limit);
        var difference = Math.Abs(ones.Average() - others.Average());
        var error = Math.Sqrt((Variance(ones) / ones.Count) + (Variance(others) / others.Count));

        return difference > Suspicious * error && difference > Relevant * Math.Min(ones.Average(), others.Average());
    }

    private static double Measure(Func<bool> comparison)
    {
        var begun = Stopwatch.GetTimestamp();

        for (var count = 0; count < Batch; count++)
        {
            comparison();
        }

        return Stopwatch.GetTimestamp() - begun;
    }

    private static double Quantile(List<double> times, double share)
    {
        times.Sort();
        return times[(int)(times.Count * share)];
    }

    private static double Variance(List<double> times)
    {
        var average = times.Average();
        return times.Sum(time => (time - average) * (time - average)) / (times.Count - 1);
    }
}
