using System.Diagnostics;
using System.Text.Json;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Reads one body over and over, and in the same rounds walks over the same bytes with the framework's reader and does nothing. The order changes
/// with every round, so that a machine that grows slower meets both.
/// </summary>
internal sealed class ParseRounds(ParseCase subject)
{
    private const int Rounds = 21;

    private static readonly TimeSpan LengthOfWarmUp = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LengthOfRound = TimeSpan.FromMilliseconds(40);

    private readonly byte[] body = subject.Body;

    public ParseResult Run()
    {
        WarmUp(Walk);
        WarmUp(Read);

        var walks = TimesPerRound(Walk);
        var reads = TimesPerRound(Read);
        var walkTimes = new double[Rounds];
        var readTimes = new double[Rounds];

        for (var round = 0; round < Rounds; round++)
        {
            if (round % 2 is 0)
            {
                walkTimes[round] = Microseconds(Walk, walks);
                readTimes[round] = Microseconds(Read, reads);
            }
            else
            {
                readTimes[round] = Microseconds(Read, reads);
                walkTimes[round] = Microseconds(Walk, walks);
            }
        }

        var ratios = readTimes.Zip(walkTimes, (read, walk) => read / walk).ToArray();

        return new ParseResult(subject.Name, body.Length, Read(), Median.Of(walkTimes), Median.Of(readTimes), BytesOfOneRead(), Median.Of(ratios), ratios.Min(), ratios.Max());
    }

    private int Walk()
    {
        var reader = new Utf8JsonReader(body);
        var tokens = 0;

        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    private int Read() => WhatsAppPayload.Read(body).Count;

    /// <summary>Until the compiler has made its last version of the code; it works in the background and waits for pauses.</summary>
    private static void WarmUp(Func<int> work)
    {
        for (var half = 0; half < 2; half++)
        {
            var start = Stopwatch.GetTimestamp();

            while (Stopwatch.GetElapsedTime(start) < LengthOfWarmUp / 2)
            {
                work();
            }

            Thread.Sleep(200);
        }
    }

    private static int TimesPerRound(Func<int> work)
    {
        var times = 0;
        var start = Stopwatch.GetTimestamp();

        while (Stopwatch.GetElapsedTime(start) < LengthOfRound)
        {
            work();
            times++;
        }

        return times;
    }

    private static double Microseconds(Func<int> work, int times)
    {
        var start = Stopwatch.GetTimestamp();

        for (var i = 0; i < times; i++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / times;
    }

    private long BytesOfOneRead()
    {
        const int times = 10;
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < times; i++)
        {
            Read();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / times;
    }
}
