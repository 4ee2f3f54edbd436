using System.Diagnostics;

namespace WebhookReceiver.Pipeline.Tests.Verification;

/// <summary>
/// Whether the time of a comparison shows which of two inputs it got: Welch's t over many measurements of both, mixed at random, without the slowest tenth, which belongs to the machine. A leak shows each
/// time, noise does not, so that only the least of several runs counts.
/// </summary>
internal static class TimingLeak
{
    /// <summary>Above it the two differ: the usual threshold of such tests.</summary>
    public const double Suspicious = 4.5;

    private const int Runs = 7;
    private const int Measurements = 50_000;

    /// <summary>So many comparisons in one measurement, because one takes hardly longer than to read the clock.</summary>
    private const int Batch = 8;

    /// <returns>The least |t| of several runs, of which the first that shows nothing is the last.</returns>
    public static double Of(Func<bool> one, Func<bool> other)
    {
        var random = new Random(1);
        var least = double.MaxValue;

        for (var run = 0; run < Runs && least > Suspicious; run++)
        {
            least = Math.Min(least, Math.Abs(Run(one, other, random)));
        }

        return least;
    }

    private static double Run(Func<bool> one, Func<bool> other, Random random)
    {
        var ones = new List<double>(Measurements);
        var others = new List<double>(Measurements);

        while (ones.Count + others.Count < Measurements)
        {
            var isOne = random.Next(2) is 0;
            (isOne ? ones : others).Add(Measure(isOne ? one : other));
        }

        var limit = Quantile([.. ones, .. others], 0.9);
        return Welch(ones.FindAll(time => time <= limit), others.FindAll(time => time <= limit));
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

    private static double Welch(List<double> ones, List<double> others)
    {
        var difference = ones.Average() - others.Average();
        var error = Math.Sqrt((Variance(ones) / ones.Count) + (Variance(others) / others.Count));
        return error is 0 ? 0 : difference / error;
    }

    private static double Variance(List<double> times)
    {
        var average = times.Average();
        return times.Sum(time => (time - average) * (time - average)) / (times.Count - 1);
    }
}
