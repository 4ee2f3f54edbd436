using System.Globalization;
using WebhookReceiver.WhatsApp;

namespace WebhookReceiver.Benchmarks;

/// <summary>
/// Messages that come while something is stuck: how long they take until their handler is called is what their senders would notice. The handler is in another process, and
/// both read the same clock: the one that counts from the start of the machine.
/// </summary>
internal static class FreshMessages
{
    /// <summary>The variable that names the file into which the handler writes.</summary>
    public const string Notes = "BENCHMARK_FRESH_NOTES";

    /// <summary>The numbers of such messages begin here.</summary>
    public const int First = 8_000_000;

    private const int PerSecond = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly Lock Gate = new();

    private static int sent;

    public static bool Has(TextMessage message) => NumberOf(message) >= First;

    /// <summary>Called in the receiver.</summary>
    public static void Note(TextMessage message)
    {
        var now = TimeProvider.System.GetTimestamp();

        lock (Gate)
        {
            File.AppendAllText(Environment.GetEnvironmentVariable(Notes)!, string.Create(CultureInfo.InvariantCulture, $"{NumberOf(message)} {now}\n"));
        }
    }

    /// <summary>Sends some at a fixed rate, each of another user.</summary>
    /// <returns>How long each took from when it was due until its handler was called.</returns>
    /// <exception cref="BenchmarkFailedException">Some were refused or not handled.</exception>
    public static async Task<Percentiles> MeasureAsync(RunningServer receiver, SignedPayloads payloads, string notes, int count, CancellationToken cancellationToken)
    {
        var numbers = Enumerable.Range(First + sent, count).ToList();
        sent += count;
        var due = await Task.Factory.StartNew(() => Send(receiver, payloads, numbers, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var handled = await HandledAsync(receiver, notes, numbers, cancellationToken);
        return new Percentiles(due.Select(pair => TimeProvider.System.GetElapsedTime(pair.Value, handled[pair.Key])));
    }

    private static Dictionary<int, long> Send(RunningServer receiver, SignedPayloads payloads, List<int> numbers, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var due = new Dictionary<int, long>();
        var begin = clock.GetTimestamp();
        using var connection = new KeptConnection(receiver.Callback.Port);

        foreach (var number in numbers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            due[number] = begin + (due.Count * clock.TimestampFrequency / PerSecond);
            FineSleep.Until(due[number]);

            if (connection.Send(payloads.Request(number, ReceiverServer.CallbackPath)) is not 200 and var status)
            {
                throw receiver.Failure($"answered a delivery with {status}");
            }
        }

        return due;
    }

    private static async Task<Dictionary<int, long>> HandledAsync(RunningServer receiver, string notes, List<int> numbers, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();

        while (TimeProvider.System.GetElapsedTime(begun) < Patience)
        {
            await Task.Delay(Poll, TimeProvider.System, cancellationToken);
            var handled = Read(notes);

            if (numbers.TrueForAll(handled.ContainsKey))
            {
                return handled;
            }
        }

        throw receiver.Failure($"did not handle all of {numbers.Count} fresh messages within {Patience.TotalMinutes} minutes");
    }

    private static Dictionary<int, long> Read(string notes)
    {
        if (!File.Exists(notes))
        {
            return [];
        }

        // The last line may not be complete yet.
        using var file = new StreamReader(new FileStream(notes, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = file.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' '))

            // One that was handled just before the process died may be handled again by the next.
            .DistinctBy(static parts => parts[0])
            .ToDictionary(static parts => int.Parse(parts[0], CultureInfo.InvariantCulture), static parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static int NumberOf(TextMessage message) => int.Parse(message.User!.WaId.AsSpan()[^7..], CultureInfo.InvariantCulture);
}
